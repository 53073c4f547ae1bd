//! From starting the program to the first list on its screen, in the real window.

use std::path::Path;
use std::time::Instant;

use crate::corpus;
use crate::measure::{Measured, Outcome};

#[path = "../../tests/window/driver.rs"]
mod driver;
#[path = "../../tests/window/typing.rs"]
mod typing;

/// The middle of five starts. The driver's own start and its looking every 20 ms are in it.
pub fn start(work: &Path) -> Outcome {
    if std::env::var_os("DISPLAY").is_none() {
        return Err("skipped: no display".to_owned());
    }
    let program = Path::new(env!("CARGO_BIN_EXE_lectern"));
    drop(corpus::library(work)?);
    let library = corpus::folder(work, 100_000);
    let home = work.join("home");
    let runtime = tokio::runtime::Runtime::new().map_err(|error| error.to_string())?;
    let mut times = Vec::new();
    for _ in 0..5 {
        times.push(runtime.block_on(one(program, &library, &home)));
    }
    times.sort_by(f64::total_cmp);
    Ok(Measured::new(
        vec![times[times.len() / 2]],
        "middle of 5 starts, driver's overhead included",
    ))
}

async fn one(program: &Path, library: &Path, home: &Path) -> f64 {
    let driver = driver::Driver::start(program, home).await;
    let started = Instant::now();
    let session = driver.open(program, library).await;
    session
        .until(
            "the first row",
            "return document.querySelector('[role=option]') !== null",
        )
        .await;
    let seconds = started.elapsed().as_secs_f64();
    session.end().await;
    seconds
}

/// From each key of a query to the frame with its answer, as the page itself sees it.
pub fn typing(work: &Path) -> Outcome {
    if std::env::var_os("DISPLAY").is_none() {
        return Err("skipped: no display".to_owned());
    }
    let program = Path::new(env!("CARGO_BIN_EXE_lectern"));
    drop(corpus::library(work)?);
    let library = corpus::folder(work, 100_000);
    let runtime = tokio::runtime::Runtime::new().map_err(|error| error.to_string())?;
    let keys = runtime.block_on(async {
        let driver = driver::Driver::start(program, &work.join("home")).await;
        let session = driver.open(program, &library).await;
        let keys = typing::type_slowly(&session, "reinforcement learning from human feed").await;
        session.end().await;
        keys
    });
    let (middle, late) = typing::middle_and_late(&keys);
    let lists = typing::different_lists(&keys);
    Ok(Measured::new(
        vec![middle, late],
        format!(
            "{} keys, {lists} different lists, meaning mixed in where the model is there",
            keys.len()
        ),
    ))
}
