//! Orders by decisions and by nearness, topics, what is new, and the reasons of relatedness, over a
//! whole library.

mod desk;
mod novelty;
mod order;
mod topics;
