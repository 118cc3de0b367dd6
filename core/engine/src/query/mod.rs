//! STUB
use crate::index::Terms;
use crate::page::Millis;
pub struct Query {
    pub filters: Filters,
    pub complaints: Vec<Complaint>,
}
#[derive(Default)]
pub struct Filters {
    pub webmark: Option<bool>,
    pub labels: Vec<String>,
    pub sites: Vec<String>,
    pub from: Option<Millis>,
    pub to: Option<Millis>,
}
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Complaint {
    pub at: usize,
    pub what: String,
    pub code: String,
}
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Span {
    pub text: String,
    pub lit: bool,
}
pub fn parse(_: &str, _: Millis, _: i16) -> Query {
    Query { filters: Filters::default(), complaints: vec![] }
}
pub fn passage(_: &Terms, _: &str, _: &str, _: usize) -> Vec<Span> {
    vec![]
}
pub fn highlight(_: &Terms, _: &str, _: &str) -> Vec<Span> {
    vec![]
}
