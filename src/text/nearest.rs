/// The candidate that `name` most likely meant, if one is near: a slip of a few letters, a swap, another case or
/// separator, words in another order, or a word too few or too many.
///
/// Among equally near candidates the first wins. Numbers are never slips: `LLM11` does not mean `LLM01`.
pub fn nearest<'a, T: AsRef<str> + ?Sized + 'a>(name: &str, candidates: impl IntoIterator<Item = &'a T>) -> Option<&'a str> {
    let wanted = Name::new(name);
    let mut best: Option<((bool, usize), &'a str)> = None;
    for candidate in candidates {
        let candidate = candidate.as_ref();
        if let Some(distance) = wanted.distance(&Name::new(candidate))
            && best.is_none_or(|(least, _)| distance < least)
        {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// A name as it is compared.
struct Name {
    /// Lowercase words, in order.
    words: Vec<String>,
    /// The numbers in it, without leading zeros.
    numbers: Vec<String>,
}

impl Name {
    fn new(text: &str) -> Self {
        let text = text.to_lowercase();
        let words = text.split(['-', '_', ' ', '.', ':', '/']).filter(|word| !word.is_empty());
        let numbers = text.split(|c: char| !c.is_ascii_digit()).filter(|run| !run.is_empty());
        // `HUM-3` is `HUM-03`.
        let bare =
            |word: &str| if word.bytes().all(|b| b.is_ascii_digit()) { word.trim_start_matches('0').to_owned() } else { word.to_owned() };
        Self { words: words.map(bare).collect(), numbers: numbers.map(|run| run.trim_start_matches('0').to_owned()).collect() }
    }

    /// How far `other` is away, the least first: slips by their number, then words too few or too many; nothing if too far.
    fn distance(&self, other: &Self) -> Option<(bool, usize)> {
        if !self.numbers.is_empty() && !other.numbers.is_empty() && self.numbers != other.numbers {
            return None;
        }
        let slips = self.slips(other).map(|slips| (false, slips));
        slips.or_else(|| self.words_apart(other).map(|words| (true, words)))
    }

    fn slips(&self, other: &Self) -> Option<usize> {
        // Word by word, so that a long word the two share does not excuse another: `started_on` is not `started_by`.
        let pairs = || self.words.iter().zip(&other.words);
        if self.words.len() == other.words.len()
            && let Some(slips) = pairs().map(|(word, other)| word_slips(word, other)).sum()
        {
            return Some(slips);
        }
        let sorted = |words: &[String]| {
            let mut words = words.to_vec();
            words.sort_unstable();
            words
        };
        if self.words.len() == other.words.len() {
            return (sorted(&self.words) == sorted(&other.words)).then_some(1);
        }
        // A separator forgotten or added.
        word_slips(&self.words.concat(), &other.words.concat())
    }

    /// Number of words that one name has before or after all words of the other.
    fn words_apart(&self, other: &Self) -> Option<usize> {
        let (short, long) = if self.words.len() < other.words.len() { (self, other) } else { (other, self) };
        let part = long.words.starts_with(&short.words) || long.words.ends_with(&short.words);
        let telling = short.words.iter().map(String::len).sum::<usize>() >= 4;
        (part && telling).then(|| long.words.len() - short.words.len())
    }
}

/// Number of slips between two words; nothing if they are too many to be slips.
fn word_slips(word: &str, other: &str) -> Option<usize> {
    // Two letters leave no room for a slip: `id` is not `in`.
    let most = (word.chars().count() / 3).min(4);
    let slips = strsim::damerau_levenshtein(word, other);
    // Several slips may turn one word into an unrelated one, `region` into `reason`: a second opinion is asked.
    let near = slips <= most && (slips <= 1 || strsim::jaro_winkler(word, other) >= 0.91);
    near.then_some(slips)
}
