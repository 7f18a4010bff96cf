use crate::text::Span;

/// Why an evaluation gave no value.
#[derive(Clone, Debug)]
pub enum Stop<N> {
    /// The answer hangs on facts that nobody declared.
    Undeclared(Box<[Undeclared<N>]>),
    /// The expression failed.
    Failed(Box<Failure>),
}

/// A fact that is not declared: a way of keys below a node that exists, or the node itself where it says `unknown`.
#[derive(Clone, Debug, PartialEq)]
pub struct Undeclared<N> {
    /// The innermost node that exists.
    pub at: N,
    /// Keys that are missing below it; empty where the node says that nobody knows.
    pub keys: Vec<String>,
}

/// An evaluation error.
#[derive(Clone, Debug, PartialEq)]
pub struct Failure {
    /// Bytes of the expression that failed.
    pub span: Span,
    /// One line.
    pub message: String,
    /// Whether a bound was passed, which ends the evaluation: no `||` or `exists` makes up for it.
    pub limit: bool,
}

impl<N: Copy + PartialEq> Stop<N> {
    /// What is left to report where `&&`, `||`, `all` or `exists` go on after this and an earlier stop: an error before what
    /// is undeclared; undeclared facts add up.
    ///
    /// # Errors
    /// This, where a bound was passed and nothing goes on.
    pub(in crate::cel) fn absorbed(self, earlier: Option<Self>) -> Result<Self, Self> {
        match (earlier, self) {
            (_, Self::Failed(failure)) if failure.limit => Err(Self::Failed(failure)),
            (None, stop) => Ok(stop),
            (Some(failed @ Self::Failed(_)), _) | (Some(_), failed @ Self::Failed(_)) => Ok(failed),
            (Some(Self::Undeclared(earlier)), Self::Undeclared(missing)) => {
                let mut all = earlier.into_vec();
                for one in missing {
                    if !all.contains(&one) {
                        all.push(one);
                    }
                }
                Ok(Self::Undeclared(all.into_boxed_slice()))
            }
        }
    }
}
