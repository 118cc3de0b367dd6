//! CRX3, as far as it has to be read: `"Cr24" | 3 | length of the header | header | zip`, the header in protocol buffers
//! (Chromium's `components/crx_file/crx3.proto`). The signature is the browser's to verify.

/// The id that the package was signed for, and its archive.
pub fn open(bytes: &[u8]) -> Result<(String, &[u8]), String> {
    let rest = bytes.strip_prefix(b"Cr24").ok_or("no CRX")?;
    let (version, rest) = number(rest)?;
    if version != 3 {
        return Err(format!("CRX {version}, where CRX 3 is wanted"));
    }
    let (length, rest) = number(rest)?;
    let (header, archive) = rest.split_at_checked(length as usize).ok_or("its header is cut off")?;
    let signed = field(header, 10_000).ok_or("its header is not signed")?;
    let id = field(signed, 1).filter(|id| id.len() == 16).ok_or("its header names no id")?;
    // Hexadecimal with the digits a to p.
    let letter = |half: u8| char::from(b'a' + half);
    Ok((id.iter().flat_map(|byte| [letter(byte >> 4), letter(byte & 15)]).collect(), archive))
}

fn number(bytes: &[u8]) -> Result<(u32, &[u8]), String> {
    let (four, rest) = bytes.split_first_chunk::<4>().ok_or("it is cut off")?;
    Ok((u32::from_le_bytes(*four), rest))
}

/// The bytes of the first field `wanted` of a message that has fields of bytes alone, as these two have.
fn field(mut message: &[u8], wanted: u64) -> Option<&[u8]> {
    loop {
        let tag = varint(&mut message)?;
        let length = usize::try_from(varint(&mut message)?).ok()?;
        let (value, rest) = message.split_at_checked(length)?;
        if tag & 7 != 2 {
            return None;
        }
        if tag >> 3 == wanted {
            return Some(value);
        }
        message = rest;
    }
}

fn varint(message: &mut &[u8]) -> Option<u64> {
    let mut value = 0;
    for shift in (0..63).step_by(7) {
        let (byte, rest) = message.split_first()?;
        *message = rest;
        value |= u64::from(byte & 127) << shift;
        if byte & 128 == 0 {
            return Some(value);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_id_is_read_and_what_is_cut_off_is_refused() {
        // Field 2 (a proof, passed over), then field 10000 with field 1: the id.
        let mut header = vec![0x12, 3, 1, 2, 3, 0x82, 0xf1, 0x04, 18, 0x0a, 16];
        header.extend(0..16);
        let mut file = b"Cr24\x03\0\0\0".to_vec();
        file.extend((header.len() as u32).to_le_bytes());
        file.extend(&header);
        file.extend(b"PK");
        assert_eq!(open(&file), Ok(("aaabacadaeafagahaiajakalamanaoap".to_owned(), b"PK".as_slice())));
        for end in 0..file.len() - 2 {
            assert!(open(&file[..end]).is_err(), "{end}");
        }
    }
}
