//! Extraction: own samples and hostile pages always, the corpus of real pages where it is present.
mod corpus;
mod documents;
mod hostile;
mod notices;
mod quadratic;
mod samples;
mod score;
