//! Bytes as they may be spelled where they should not be: a search for each of them.
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};

/// One spelling of something.
pub struct Spelled {
    /// What it is, and how it is spelled.
    pub what: String,
    bytes: Vec<u8>,
}

impl Spelled {
    pub fn is_in(&self, haystack: &[u8]) -> bool {
        let Some((first, rest)) = self.bytes.split_first() else { return false };
        let mut from = 0;
        while let Some(at) = haystack[from..].iter().position(|byte| byte == first) {
            from += at + 1;
            if haystack[from..].starts_with(rest) {
                return true;
            }
        }
        false
    }
}

/// As it is, in capitals, in UTF-16, in hexadecimal, in base64 at each of its three places, and as a list of numbers.
pub fn spellings(what: &str, bytes: &[u8]) -> Vec<Spelled> {
    let spelled = |how: &str, bytes: Vec<u8>| Spelled { what: format!("{what} {how}"), bytes };
    let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    let numbers: Vec<String> = bytes.iter().map(u8::to_string).collect();
    let mut all = vec![
        spelled("as it is", bytes.to_vec()),
        spelled("in hexadecimal", hex.clone().into_bytes()),
        spelled("in hexadecimal capitals", hex.to_uppercase().into_bytes()),
        spelled("as numbers", numbers.join(",").into_bytes()),
    ];
    if let Ok(text) = std::str::from_utf8(bytes) {
        let utf16: Vec<u16> = text.encode_utf16().collect();
        all.push(spelled("in UTF-16", utf16.iter().flat_map(|unit| unit.to_le_bytes()).collect()));
        all.push(spelled(
            "in UTF-16, big-endian",
            utf16.iter().flat_map(|unit| unit.to_be_bytes()).collect(),
        ));
        if text.to_uppercase() != text {
            all.push(spelled("in capitals", text.to_uppercase().into_bytes()));
        }
    }
    for shift in 0..3 {
        // Inside of a longer text base64 begins at any of three places: what hangs on the neighbours is left off.
        let shifted = [vec![0; shift], bytes.to_vec()].concat();
        for (name, encoded) in [
            ("in base64", STANDARD_NO_PAD.encode(&shifted)),
            ("in base64 of addresses", URL_SAFE_NO_PAD.encode(&shifted)),
        ] {
            let from = (shift * 8).div_ceil(6);
            let whole = shifted.len() * 8 / 6;
            all.push(spelled(&format!("{name}, {shift}"), encoded.as_bytes()[from..whole].to_vec()));
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_spelling_is_found_where_it_stands() {
        let text = b"The goldfinch sings".as_slice();
        let base64 = |text: &[u8]| STANDARD_NO_PAD.encode(text).into_bytes();
        for haystack in
            [text.to_vec(), base64(text), base64(&text[1..]), base64(&text[2..]), b"GOLDFINCH".to_vec()]
        {
            let found = spellings("it", b"goldfinch").iter().any(|word| word.is_in(&haystack));
            assert!(found, "{}", String::from_utf8_lossy(&haystack));
        }
        assert!(!spellings("it", b"goldfinch").iter().any(|word| word.is_in(b"gold finch")));
    }
}
