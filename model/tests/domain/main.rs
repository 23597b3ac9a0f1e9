//! The rules of the domain, seen from outside: instruments, commands, views, scores, the check of ops,
//! and every op kind that was ever accepted.
//!
//! `cfg(test)` on each module tells clippy that helpers are tests as well.

#[cfg(test)]
mod check;
#[cfg(test)]
mod counts;
#[cfg(test)]
mod cycles;
#[cfg(test)]
mod differ;
#[cfg(test)]
mod form;
#[cfg(test)]
mod gates;
#[cfg(test)]
mod golden;
#[cfg(test)]
mod grades;
#[cfg(test)]
mod instrument;
#[cfg(test)]
mod mend;
#[cfg(test)]
mod minimums;
#[cfg(test)]
mod pages;
#[cfg(test)]
mod proof;
#[cfg(test)]
mod rights;
#[cfg(test)]
mod rules;
#[cfg(test)]
mod score;
#[cfg(test)]
mod steps;
#[cfg(test)]
mod ties;
#[cfg(test)]
mod verdict;
#[cfg(test)]
mod versions;
#[cfg(test)]
mod view;
#[cfg(test)]
mod world;
