//! Editing grades: those that a worksheet gives, in a table of its own or the customary one.

use super::draft::{Draft, DraftGrade};
use super::parse::customary_grades;

impl Draft {
    /// The grades that it gives, in the order of its document: its own table, else the customary one; none where it
    /// has awards instead.
    #[must_use]
    pub fn grades_given(&self) -> Vec<DraftGrade> {
        match &self.grades {
            Some(own) => own.clone(),
            None if self.thresholds.is_empty() => customary_grades(),
            None => Vec::new(),
        }
    }

    /// Lets a grade begin above another number, as the document has it, with a point; [`super::check`] says if it
    /// is none. The table becomes its own.
    pub fn grade_above(&mut self, grade: usize, above: &str) {
        let mut own = self.grades_given();
        if let Some(grade) = own.get_mut(grade) {
            above.clone_into(&mut grade.above);
            self.grades = Some(own);
        }
    }

    /// Says whether a grade begins at its number or above it. The table becomes its own.
    pub fn grade_at(&mut self, grade: usize, inclusive: bool) {
        let mut own = self.grades_given();
        if let Some(grade) = own.get_mut(grade) {
            grade.inclusive = inclusive;
            self.grades = Some(own);
        }
    }

    /// Adds a grade to the table, which becomes its own; whether it did: a name is needed, and each only once.
    pub fn add_grade(&mut self, name: &str, above: &str) -> bool {
        let name = name.trim();
        let mut own = self.grades_given();
        let taken = |grade: &DraftGrade| grade.name.trim().eq_ignore_ascii_case(name);
        if name.is_empty() || own.iter().any(taken) {
            return false;
        }
        own.push(DraftGrade {
            name: name.to_owned(),
            above: above.to_owned(),
            inclusive: false,
        });
        self.grades = Some(own);
        true
    }

    /// Takes a grade out of the table, which becomes its own.
    pub fn remove_grade(&mut self, grade: usize) {
        let mut own = self.grades_given();
        if grade < own.len() {
            own.remove(grade);
            self.grades = Some(own);
        }
    }
}
