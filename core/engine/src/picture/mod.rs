//! Screenshot -> thumbnail, full image, colours, placeholder, on the `image` crate (the path for the CLI and the fallback).
