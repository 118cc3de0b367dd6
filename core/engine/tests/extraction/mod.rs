//! Extraction: own samples and hostile pages always, the corpus of real pages where it is present.
mod corpus;
mod hostile;
mod samples;
mod score;
