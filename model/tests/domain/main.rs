//! The rules of the domain, seen from outside: instruments, commands, views, scores, the check of ops,
//! and every op kind that was ever accepted.

mod golden;
mod instrument;
mod rights;
mod rules;
mod score;
mod verdict;
mod view;
mod world;
