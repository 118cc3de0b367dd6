//! Characters that are written in more than one way -> the one they are indexed by: Chinese, kana, Arabic and Persian, digits.

/// Traditional characters in order, a line end, the simplified one of each, a line end; three bytes each. Written by
/// `tools/chinese-variants.mjs` out of OpenCC's `TSCharacters.txt` (Apache-2.0), where one stands for one.
const CHINESE: &[u8] = include_bytes!("variants.txt");
const LINE: usize = CHINESE.len() / 2;
const WIDTH: usize = 3;

/// Where a script's ten digits begin, for scripts that put spaces between words.
const ZEROS: [u32; 13] =
    [0x0660, 0x06F0, 0x07C0, 0x0966, 0x09E6, 0x0A66, 0x0AE6, 0x0B66, 0x0BE6, 0x0C66, 0x0CE6, 0x0D66, 0x1810];

/// The character that stands for `c`, in NFKC and lower case, wherever it is written otherwise.
///
/// Traditional characters become simplified ones, katakana hiragana (the mark that lengthens stays), all digits
/// those of ASCII, the kaf and yeh of Persian those of Arabic, which keyboards mix.
pub(super) fn plain(c: char) -> char {
    match c {
        '\0'..='\u{0621}' => c,
        'ی' => 'ي',
        'ک' => 'ك',
        'ァ'..='ヶ' | 'ヽ' | 'ヾ' => shifted(c, -0x60),
        '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' => simplified(c),
        '\u{0660}'..='\u{1819}' => digit(c),
        _ => c,
    }
}

/// An Arabic letter without what people leave out when they type: an alef with anything on it is an alef, a yeh without its dots or with a
/// hamza a yeh, a waw with a hamza a waw, a teh marbuta a heh. After stemming: stems are told by these letters, and Persian stems
/// have Persian ones.
pub(super) const fn bare(c: char) -> char {
    match c {
        'آ' | 'أ' | 'إ' | 'ٱ' => 'ا',
        'ؤ' => 'و',
        'ئ' | 'ى' | 'ی' => 'ي',
        'ک' => 'ك',
        'ة' => 'ه',
        _ => c,
    }
}

fn shifted(c: char, by: i32) -> char {
    u32::from(c).checked_add_signed(by).and_then(char::from_u32).unwrap_or(c)
}

fn digit(c: char) -> char {
    let value = |zero: &u32| u32::from(c).checked_sub(*zero).filter(|value| *value < 10);
    ZEROS.iter().find_map(value).and_then(|value| char::from_digit(value, 10)).unwrap_or(c)
}

/// Looks a character up by halves: as bytes, UTF-8 is in the order of its characters.
fn simplified(c: char) -> char {
    let mut bytes = [0; 4];
    let wanted = c.encode_utf8(&mut bytes).as_bytes();
    let at = |line: usize, row: usize| {
        CHINESE.get(line * LINE + row * WIDTH..line * LINE + (row + 1) * WIDTH).unwrap_or_default()
    };
    let (mut from, mut to) = (0, (LINE - 1) / WIDTH);
    while from < to {
        let middle = from.midpoint(to);
        match at(0, middle).cmp(wanted) {
            std::cmp::Ordering::Less => from = middle + 1,
            std::cmp::Ordering::Greater => to = middle,
            std::cmp::Ordering::Equal => {
                let found = std::str::from_utf8(at(1, middle)).ok().and_then(|one| one.chars().next());
                return found.unwrap_or(c);
            }
        }
    }
    c
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &str) -> String {
        text.chars().map(plain).collect()
    }

    #[test]
    fn the_table_is_in_order_and_leads_to_its_end_in_one_step() {
        let text = std::str::from_utf8(CHINESE).unwrap();
        let [from, to] = [0, 1].map(|line| text.lines().nth(line).unwrap().chars().collect::<Vec<_>>());
        assert_eq!((from.len(), to.len(), text.lines().count()), ((LINE - 1) / WIDTH, (LINE - 1) / WIDTH, 2));
        assert!(from.is_sorted_by(|a, b| a < b));
        for (one, other) in from.iter().zip(&to) {
            assert_eq!((simplified(*one), simplified(*other)), (*other, *other), "{one}");
        }
    }

    #[test]
    fn ways_to_write_meet() {
        for (one, other) in [
            ("漢語學習臺灣", "汉语学习台湾"),
            ("後裏裡麵", "后里里面"),
            ("カタカナ", "かたかな"),
            ("サーバー", "さーばー"),
            ("ヴァヶヽヾ", "ゔぁゖゝゞ"),
            ("کتابی", "كتابي"),
            ("٢٠٢٤", "2024"),
            ("۲۰۲۴", "2024"),
            ("२०२४", "2024"),
        ] {
            assert_eq!(all(one), all(other));
            assert_eq!(all(other), other);
        }
        assert_eq!(all("aß я 中 あー 한국 กข ء"), "aß я 中 あー 한국 กข ء");
    }
}
