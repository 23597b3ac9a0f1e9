//! Standard output, also when its reader has gone away (`bukti person list | head`).

use std::fmt::Arguments;
use std::io::Write as _;

/// Writes a line. Nobody is left to tell if it can't be written.
pub fn line(text: Arguments<'_>) {
    let _ = writeln!(std::io::stdout().lock(), "{text}");
}

/// Writes a line to standard output, as `println!` does, without a panic if its reader is gone.
macro_rules! say {
    ($($text:tt)*) => { $crate::cli::say::line(format_args!($($text)*)) };
}
pub(crate) use say;
