//! `webmynd`: the same memory on the command line.
fn main() {}
