//! The loop against a toy server: the same node, engine and store contract as in the browser, with a
//! network, a clock and a disk that do what a test tells them.

mod contract;
mod crash;
mod faults;
mod files;
mod lines;
mod offices;
mod order;
mod random;
mod server;
mod tabs;
mod taken;
mod trust;
mod world;

use world::{Phone, World};
