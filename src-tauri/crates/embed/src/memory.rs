//! Memory that the program no longer uses, given back to the system.

/// Tells the allocator to give back what is free. After a model was dropped this matters: GNU's
/// allocator keeps pieces of a few megabytes for the next one who asks, and half of the model's
/// memory is made of such. Elsewhere it does nothing.
pub fn give_back() {
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    trim();
}

#[cfg(all(target_os = "linux", target_env = "gnu"))]
#[allow(
    unsafe_code,
    reason = "a function of the C library can only be called so. It takes a number, touches only \
              memory that nobody has been given, and may be called at any time from any thread"
)]
fn trim() {
    // SAFETY: see the reason above.
    unsafe { libc::malloc_trim(0) };
}
