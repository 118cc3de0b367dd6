//! STUB to compile against.
use crate::EngineError;
use crate::page::{CaptureNo, Millis};
use crate::ports::Files;
use crate::query::Query;
use std::sync::Arc;
pub struct Doc<'a> {
    pub no: CaptureNo,
    pub title: &'a str,
    pub text: &'a str,
    pub rest: &'a str,
    pub url: &'a str,
    pub site: &'a str,
    pub lang: &'a str,
}
pub struct Index {
    mark: Vec<u8>,
}
impl Index {
    pub fn open(_: Arc<dyn Files>) -> Result<Self, EngineError> {
        Ok(Self { mark: vec![] })
    }
    pub fn fresh(_: Arc<dyn Files>) -> Result<Self, EngineError> {
        Ok(Self { mark: vec![] })
    }
    pub fn add(&mut self, _: &Doc<'_>) -> Result<(), EngineError> {
        Ok(())
    }
    pub fn pending_docs(&self) -> usize {
        0
    }
    pub fn commit(&mut self, mark: &[u8]) -> Result<(), EngineError> {
        self.mark = mark.to_vec();
        Ok(())
    }
    pub fn mark(&self) -> &[u8] {
        &self.mark
    }
    pub fn tend(&mut self, _: &dyn Fn(CaptureNo) -> bool) -> Result<bool, EngineError> {
        Ok(false)
    }
    pub fn purge(&mut self, _: &dyn Fn(CaptureNo) -> bool) -> Result<(), EngineError> {
        Ok(())
    }
    pub fn numbers(&self) -> Result<Vec<CaptureNo>, EngineError> {
        Ok(vec![])
    }
    pub fn bytes(&self) -> u64 {
        0
    }
    pub fn search(&self, _: &Query, _: &dyn Facts, _: Want) -> Result<Found, EngineError> {
        Ok(Found::default())
    }
}
pub trait Facts {
    fn admits(&self, no: CaptureNo) -> bool;
    fn time(&self, no: CaptureNo) -> Millis;
    fn langs(&self) -> Vec<String>;
}
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Sort {
    Best,
    Newest,
}
pub struct Want {
    pub sort: Sort,
    pub limit: usize,
    pub offset: usize,
    pub all: bool,
}
#[derive(Default)]
pub struct Terms;
#[derive(Default)]
pub struct Found {
    pub top: Vec<(CaptureNo, f32)>,
    pub all: Vec<CaptureNo>,
    pub total: usize,
    pub forgiving: bool,
    pub terms: Terms,
}
