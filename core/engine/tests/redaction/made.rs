//! Makes what stands in braces in the tables: no key that looks like a real one stands in the repository.

/// A seed's numbers (SplitMix64).
pub struct Maker(u64);

const LOWER: &str = "abcdefghijklmnopqrstuvwxyz";
const UPPER: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const DIGITS: &str = "0123456789";

impl Maker {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15))
    }

    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % end as u64) as usize
    }

    /// So many of these; some of each kind, where there is room, and a letter or digit at both ends.
    fn of(&mut self, kinds: &[&str], length: usize) -> String {
        let all: Vec<u8> = kinds.concat().bytes().collect();
        let mut made: Vec<u8> = (0..length).map(|_| all[self.below(all.len())]).collect();
        for (i, kind) in kinds.iter().filter(|kind| length > 3 && kind.len() > 4).enumerate() {
            let (at, from) = ((2 * i + 1) % length, self.below(kind.len()));
            made[at] = kind.as_bytes()[from];
        }
        for at in [0, length - 1] {
            if !made[at].is_ascii_alphanumeric() {
                made[at] = b'a';
            }
        }
        String::from_utf8(made).unwrap()
    }

    fn one(&mut self, what: &str) -> String {
        let (kind, length) = what.split_at(what.find(|c: char| c.is_ascii_digit()).unwrap_or(what.len()));
        let length = length.parse().unwrap_or(0);
        match kind {
            "a" => self.of(&[LOWER, UPPER, DIGITS], length),
            "b" => self.of(&[LOWER, UPPER, DIGITS, "-_"], length),
            "l" => self.of(&[LOWER, DIGITS], length),
            "u" => self.of(&[UPPER, DIGITS], length),
            "x" => self.of(&[DIGITS, "abcdef"], length),
            // No year, and no number that begins with 0.
            "d" => format!("7{}", self.of(&[DIGITS], length - 1)),
            "uuid" => [8, 4, 4, 4, 12].map(|length| self.of(&[DIGITS, "abcdef"], length)).join("-"),
            "jwt" => format!(
                "eyJhbGciOiJIUzI1NiJ9.eyJ{}.{}",
                self.of(&[LOWER, UPPER, DIGITS], 60),
                self.of(&[LOWER, UPPER, DIGITS, "-_"], 43)
            ),
            "card" | "visa" => self.card(),
            "iban" => self.iban(),
            other => panic!("the table asks for {other}"),
        }
    }

    fn card(&mut self) -> String {
        let body = format!("4{}", self.of(&[DIGITS], 14));
        let doubled = |d: u32| if d > 4 { 2 * d - 9 } else { 2 * d };
        let digits = body.chars().rev().map(|c| c.to_digit(10).unwrap()).enumerate();
        let sum: u32 = digits.map(|(i, d)| if i % 2 == 0 { doubled(d) } else { d }).sum();
        format!("{body}{}", (10 - sum % 10) % 10)
    }

    fn iban(&mut self) -> String {
        let account = self.of(&[DIGITS], 18);
        let rest =
            format!("{account}131400").chars().fold(0, |rest, c| (10 * rest + c.to_digit(10).unwrap()) % 97);
        format!("DE{:02}{account}", 98 - rest)
    }

    /// A template with everything made.
    pub fn fill(&mut self, template: &str) -> String {
        let mut made = String::new();
        for (i, part) in template.split(['{', '}']).enumerate() {
            if i % 2 == 1 { made.push_str(&self.one(part)) } else { made.push_str(part) }
        }
        made
    }
}
