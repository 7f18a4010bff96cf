use jiff::civil::Date;
use serde::Serialize;

use super::dates;
use crate::catalog::Catalog;
use crate::diagnostic::Location;
use crate::engine::{Agreement, Answered, Classified, Due, Footing, Question, Reply};
use crate::manifest::System;
use crate::policy::{Classification, Step};

/// What one procedure found on one system, in the words that people see.
#[derive(Clone, Debug, Serialize)]
pub struct ClassificationView {
    /// System id.
    pub system: String,
    /// The manifest's file.
    pub path: String,
    /// Id of the procedure.
    pub classification: String,
    /// Its short name.
    pub short: String,
    /// The tier, where it is decided.
    pub tier: Option<String>,
    /// Every tier that cannot be excluded, the worst first.
    pub possible: Vec<String>,
    /// Title of the worst of them, and what follows.
    pub meaning: String,
    /// The mildest tier of the procedure: nothing applies.
    #[serde(skip)]
    pub idle: bool,
    /// The tier that the manifest declares.
    pub declared: Option<String>,
    /// Where it does.
    pub declared_at: Option<GroundView>,
    /// `same`, `stricter`, `unsure`, `below` or `undeclared`.
    pub agreement: Agreement,
    /// Our roles; nothing where nobody declared any.
    pub roles: Option<Vec<String>>,
    /// Every step.
    pub steps: Vec<StepView>,
    /// Facts to declare, those that can change the tier first.
    pub questions: Vec<QuestionView>,
    /// What has to be done.
    pub duties: Vec<DutyView>,
}

/// A step with its answer.
#[derive(Clone, Debug, Serialize)]
pub struct StepView {
    /// Id.
    pub id: String,
    /// In plain words.
    pub question: String,
    /// `yes`, `no`, `open` or `not asked`.
    pub answer: &'static str,
    /// Whether something follows from the answer.
    pub matters: bool,
    /// The tier that the answer gives.
    pub gives: Option<String>,
    /// The facts that decided or are missing.
    pub grounds: Vec<GroundView>,
    /// Where the question comes from.
    pub controls: Vec<ControlView>,
    /// What a person must still judge.
    pub judgement: Option<String>,
}

/// A place of the manifest.
#[derive(Clone, Debug, Serialize)]
pub struct GroundView {
    /// What is there.
    pub label: String,
    /// Its way from the root.
    pub fact: String,
    /// Where.
    #[serde(flatten)]
    pub location: Location,
}

/// A fact to declare.
#[derive(Clone, Debug, Serialize)]
pub struct QuestionView {
    /// Where it belongs, and what is there instead.
    #[serde(flatten)]
    pub ground: GroundView,
    /// Whether it can change the tier.
    pub changes_tier: bool,
    /// The questions that wait for it.
    pub questions: Vec<String>,
}

/// A control with its names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ControlView {
    /// `framework:ID`.
    pub reference: String,
    /// Short name of the framework.
    pub framework: String,
    /// As its publisher prints it.
    pub label: String,
}

/// A duty that applies or may.
#[derive(Clone, Debug, Serialize)]
pub struct DutyView {
    /// Id.
    pub id: String,
    /// What has to be done.
    pub title: String,
    /// Whose duty it is; everybody's where empty.
    pub roles: Vec<String>,
    /// Whether it applies for certain.
    pub certain: bool,
    /// Ids of the steps that it follows from.
    pub because: Vec<String>,
    /// The provisions that demand it.
    pub controls: Vec<ControlView>,
    /// From when, as far as the catalog says.
    pub applies: Option<Applies>,
}

/// From when something applies.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Applies {
    /// First day.
    pub from: String,
    /// Whether that day has come.
    pub in_force: bool,
    /// Where it is laid down.
    pub source: String,
    /// Another day that is reported, but was not read in its source.
    pub reported: Option<String>,
    /// Other days that are reported, with what they are about.
    pub remarks: Vec<String>,
}

impl ClassificationView {
    /// The view of a result.
    pub fn of(classification: &Classification, classified: &Classified, system: &System, catalog: &Catalog, as_of: Date) -> Self {
        let id = |at: usize| classification.tiers.get(at).map_or(String::new(), |tier| tier.id.clone());
        let worst = classification.tiers.get(classified.worst());
        let steps = classification.steps.iter().zip(&classified.steps);
        Self {
            system: classified.system.clone(),
            path: system.place().source.name().to_owned(),
            classification: classification.id.clone(),
            short: classification.short.clone(),
            tier: classified.tier().map(id),
            possible: classified.possible.iter().copied().map(id).collect(),
            meaning: worst.map_or(String::new(), |tier| format!("{}. {}", tier.title, tier.meaning).trim_end().to_owned()),
            idle: classified.tier() == Some(classification.tiers.len().saturating_sub(1)),
            declared: classified.declared.as_ref().map(|(tier, _)| id(*tier)),
            declared_at: classified.declared.as_ref().map(|(_, ground)| GroundView::of(ground)),
            agreement: classified.agreement(),
            roles: classified.roles.as_ref().map(|roles| roles.iter().map(|(role, _)| role.clone()).collect()),
            steps: steps.map(|(step, answered)| StepView::of(step, answered, classification, catalog)).collect(),
            questions: classified.questions.iter().map(|question| QuestionView::of(question, classification)).collect(),
            duties: classified.duties.iter().filter_map(|due| DutyView::of(due, classification, catalog, as_of)).collect(),
        }
    }
}

impl StepView {
    fn of(step: &Step, answered: &Answered, classification: &Classification, catalog: &Catalog) -> Self {
        let given = match answered.answer {
            Reply::Yes | Reply::Open => step.then.tier.or(step.or_else.tier),
            Reply::No => step.or_else.tier,
            Reply::NotAsked => None,
        };
        Self {
            id: step.id.clone(),
            question: step.question.clone(),
            answer: answered.answer.as_str(),
            matters: answered.matters,
            gives: given.and_then(|tier| Some(classification.tiers.get(tier)?.id.clone())),
            grounds: answered.grounds.iter().chain(answered.asked.iter().take(1)).map(GroundView::of).collect(),
            controls: controls(&step.controls, catalog),
            judgement: step.judgement.clone(),
        }
    }
}

impl GroundView {
    fn of(ground: &Footing) -> Self {
        Self { label: ground.label.text.clone(), fact: ground.path.to_string(), location: ground.label.place.locate() }
    }
}

impl QuestionView {
    fn of(question: &Question, classification: &Classification) -> Self {
        let asked = question.steps.iter().filter_map(|at| Some(classification.steps.get(*at)?.question.clone()));
        Self { ground: GroundView::of(&question.ground), changes_tier: question.tier, questions: asked.collect() }
    }
}

impl DutyView {
    fn of(due: &Due, classification: &Classification, catalog: &Catalog, as_of: Date) -> Option<Self> {
        let duty = classification.duties.get(due.duty)?;
        let basis: Vec<&Step> = due.basis.iter().filter_map(|at| classification.steps.get(*at)).collect();
        // What applies at the usual tier too does not wait for the provision that made the tier.
        let anyway = duty.at.contains(&classification.otherwise);
        let grounds: Vec<&[String]> = basis.iter().filter(|_| !anyway).map(|step| step.controls.as_slice()).collect();
        Some(Self {
            id: duty.id.clone(),
            title: duty.title.clone(),
            roles: duty.roles.clone(),
            certain: due.certain,
            because: basis.into_iter().map(|step| step.id.clone()).collect(),
            controls: controls(&duty.controls, catalog),
            applies: dates::applies(&duty.controls, &grounds, catalog, as_of),
        })
    }
}

fn controls(references: &[String], catalog: &Catalog) -> Vec<ControlView> {
    let named = |reference: &String| match catalog.control(reference) {
        Ok(found) => {
            ControlView { reference: reference.clone(), framework: found.framework().short.clone(), label: found.label().to_owned() }
        }
        Err(_) => {
            let (framework, label) = reference.split_once(':').unwrap_or(("", reference));
            ControlView { reference: reference.clone(), framework: framework.to_owned(), label: label.to_owned() }
        }
    };
    references.iter().map(named).collect()
}
