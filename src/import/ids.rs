//! Ids that are valid, unique and the same from run to run.

use std::collections::{BTreeMap, BTreeSet};

/// Longest id that the manifest's schema takes.
const MOST_CHARACTERS: usize = 64;

/// Room for what makes an id unique.
const SUFFIX: usize = 6;

/// `text` as an id: lower case, `-` between words; nothing where no letter or digit is left.
pub(super) fn id(text: &str) -> Option<String> {
    let mut id = String::new();
    for c in text.chars().flat_map(char::to_lowercase) {
        let plain = plain(c);
        if plain == "'" {
            continue;
        }
        if plain.is_empty() {
            if !id.is_empty() && !id.ends_with('-') {
                id.push('-');
            }
            continue;
        }
        id.push_str(plain);
    }
    let most = MOST_CHARACTERS - SUFFIX;
    if id.chars().count() > most {
        let cut: String = id.chars().take(most + 1).collect();
        // At the end of a word, if that leaves most of it.
        id = match cut.rsplit_once('-') {
            Some((words, _)) if words.len() > most / 2 => words.to_owned(),
            _ => cut.chars().take(most).collect(),
        };
    }
    let id = id.trim_matches('-').to_owned();
    (!id.is_empty()).then_some(id)
}

/// The letters and digits that stand for a lower-case character in an id: none for what separates words.
fn plain(c: char) -> &'static str {
    const LETTERS: &str = "abcdefghijklmnopqrstuvwxyz0123456789";
    match c {
        'a'..='z' | '0'..='9' => LETTERS.find(c).and_then(|at| LETTERS.get(at..=at)).unwrap_or_default(),
        'à'..='å' | 'ā' | 'ă' | 'ą' => "a",
        'æ' => "ae",
        'ç' | 'ć' | 'č' => "c",
        'ď' | 'ð' => "d",
        'è'..='ë' | 'ē' | 'ė' | 'ę' | 'ě' => "e",
        'ğ' => "g",
        'ì'..='ï' | 'ī' | 'ı' => "i",
        'ł' | 'ľ' => "l",
        'ñ' | 'ń' | 'ň' => "n",
        'ò'..='ö' | 'ø' | 'ō' | 'ő' => "o",
        'œ' => "oe",
        'ř' => "r",
        'ś' | 'š' | 'ş' | 'ș' => "s",
        'ß' => "ss",
        'ť' | 'ț' => "t",
        'ù'..='ü' | 'ū' | 'ů' | 'ű' => "u",
        'ý' | 'ÿ' => "y",
        'ź' | 'ż' | 'ž' => "z",
        '\'' | '’' => "'",
        _ => "",
    }
}

/// The same ids made unique: the second of a name gets `-2`, unless another row has that by itself.
pub(super) fn unique(ids: &[String]) -> Vec<String> {
    let mut taken: BTreeSet<String> = ids.iter().cloned().collect();
    let mut met: BTreeMap<&str, usize> = BTreeMap::new();
    let mut unique = Vec::with_capacity(ids.len());
    for id in ids {
        let count = met.entry(id).or_insert(0);
        *count += 1;
        if *count == 1 {
            unique.push(id.clone());
            continue;
        }
        let mut candidate = format!("{id}-{count}");
        while !taken.insert(candidate.clone()) {
            *count += 1;
            candidate = format!("{id}-{count}");
        }
        unique.push(candidate);
    }
    unique
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_text_becomes_an_id_or_says_that_it_cannot() {
        let table = [
            ("TSA: PreCheck (Touchless) Identity", Some("tsa-precheck-touchless-identity")),
            ("  Veteran's  Café № 2 ", Some("veterans-cafe-2")),
            ("Straße/Øst", Some("strasse-ost")),
            ("№ — !", None),
            ("機械翻訳", None),
        ];
        for (text, wanted) in table {
            assert_eq!(id(text).as_deref(), wanted, "{text}");
        }
    }

    #[test]
    fn a_long_text_is_cut_at_a_word_and_leaves_room() {
        let long = id(&"word ".repeat(40)).unwrap();
        assert_eq!(long, ["word"; 11].join("-"));
        assert_eq!(id(&"x".repeat(90)).unwrap().len(), MOST_CHARACTERS - SUFFIX);
    }

    #[test]
    fn the_second_of_a_name_gets_a_number_that_nobody_has() {
        let ids = ["chat", "chat", "chat-2", "chat", "other"].map(str::to_owned);
        assert_eq!(unique(&ids), ["chat", "chat-3", "chat-2", "chat-4", "other"]);
    }
}
