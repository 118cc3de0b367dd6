//! TLS towards the object store: by ring, the one implementation that is linked.

/// Says so to rustls, which asks for it when the first connection is made. Saying it again changes nothing.
pub fn provide() {
    let _ = rustls::crypto::ring::default_provider().install_default();
}
