//! The rest: all visible text that is not main text, so that everything seen on screen can be found.
use super::blocks::Block;
use super::main_text::MainText;
use std::collections::HashSet;

/// A line shorter than this (letters and digits) is looked for as a whole line only.
const PART_OF_TEXT: usize = 24;

/// The page's blocks that did not go into the main text.
pub(super) fn of_blocks(all: &[Block], main: &MainText) -> String {
    let others = all.iter().enumerate().filter(|(i, _)| !main.used.contains(i));
    others.map(|(_, b)| b.text.as_str()).collect::<Vec<_>>().join("\n")
}

/// All blocks of the page.
pub(super) fn in_order(all: &[Block]) -> String {
    all.iter().map(|block| block.text.as_str()).collect::<Vec<_>>().join("\n")
}

/// The lines of the text a browser has laid out that are not in `main`.
///
/// Compared by letters and digits alone, in lower case: CSS changes case and white space.
pub(super) fn of_visible(visible: &str, main: &str) -> String {
    let lines: HashSet<String> = main.lines().map(letters).collect();
    let whole = letters(main);
    let is_new = |line: &str| {
        let line = letters(line);
        !line.is_empty() && !lines.contains(&line) && (line.len() < PART_OF_TEXT || !whole.contains(&line))
    };
    let mut rest = String::new();
    for line in visible.split(['\n', '\t']).filter(|line| is_new(line)) {
        if !rest.is_empty() {
            rest.push('\n');
        }
        for (i, word) in line.split_whitespace().enumerate() {
            if i > 0 {
                rest.push(' ');
            }
            rest.push_str(word);
        }
    }
    rest
}

fn letters(line: &str) -> String {
    if line.is_ascii() {
        let letters = line.chars().filter(char::is_ascii_alphanumeric);
        return letters.map(|c| c.to_ascii_lowercase()).collect();
    }
    line.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::of_visible;

    #[test]
    fn what_is_seen_stands_in_the_text_or_in_the_rest() {
        let main = "A Heading\nThe first sentence of it, and the second one that makes it long.\nPrice";
        let seen = "MENU\n\nA HEADING\nThe first sentence of it,\nand the second one that makes it long.\nPrice\t12 €\n";
        assert_eq!(of_visible(seen, main), "MENU\nThe first sentence of it,\n12 €");
    }

    #[test]
    fn a_long_line_that_is_part_of_the_text_is_not_repeated() {
        let main = "One two three four five six seven eight nine ten eleven twelve.";
        assert_eq!(of_visible("two three four five six seven eight nine ten eleven", main), "");
    }
}
