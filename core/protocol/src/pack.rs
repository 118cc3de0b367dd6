//! Packs as the server knows them: rows beside bytes that it cannot open.
use crate::bytes::{DeviceId, PackId};
use crate::{Bytes, Millis};
use serde::{Deserialize, Serialize};

/// What a pack holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum Kind {
    /// Texts.
    Text,
    /// Segments of the index.
    Index,
    /// Thumbnails.
    Thumb,
    /// Something of a newer version's: it is listed, and not read.
    #[serde(other)]
    Other,
}

/// How long it is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum Class {
    /// As long as the plan says.
    History,
    /// For ever.
    Mark,
    /// As a newer version knows.
    #[serde(other)]
    Other,
}

/// A pack that a log entry adds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Row {
    /// SHA-256 of its bytes.
    pub id: PackId,
    /// What it holds.
    pub kind: Kind,
    /// How long it is kept.
    pub class: Class,
    /// UTC day since 1970-01-01.
    pub day: u32,
    /// The epoch whose key wraps its content key.
    pub epoch: u32,
    /// The content key, wrapped. Without it nothing opens the bytes.
    pub wrapped_key: Bytes,
}

/// A committed pack, as it is listed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Committed {
    /// What its device said of it.
    #[serde(flatten)]
    pub row: Row,
    /// Whose.
    pub device: DeviceId,
    /// Of its device's log.
    pub seq: u64,
    /// Its length in bytes.
    pub size: u64,
    /// When it was committed.
    pub committed_at: Millis,
    /// When it goes; null: never.
    pub expires_at: Option<Millis>,
    /// All of it, where that was asked for and it is small.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bytes: Option<Bytes>,
}

/// `DELETE /v1/packs`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Packs {
    /// Which.
    pub ids: Vec<PackId>,
}
