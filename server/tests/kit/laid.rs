//! A worksheet as a workbook: a title, and two rows below it the head and the rows. Unit tests and those of the
//! program lay theirs in the same way.

use rust_xlsxwriter::{Workbook, Worksheet};

/// Lays texts on a page; empty ones are no cells.
pub fn lay<'t, R: AsRef<[&'t str]>>(
    page: &mut Worksheet,
    title: &str,
    head: &[&'t str],
    rows: &[R],
) {
    page.write(0, 0, title).unwrap();
    let rows = rows.iter().map(AsRef::as_ref);
    for (r, row) in (2..).zip(std::iter::once(head).chain(rows)) {
        for (c, text) in (0..).zip(row).filter(|(_, text)| !text.is_empty()) {
            page.write(r, c, *text).unwrap();
        }
    }
}

/// A workbook of one such page.
pub fn book<'t, R: AsRef<[&'t str]>>(title: &str, head: &[&'t str], rows: &[R]) -> Vec<u8> {
    let mut book = Workbook::new();
    lay(book.add_worksheet(), title, head, rows);
    book.save_to_buffer().unwrap()
}
