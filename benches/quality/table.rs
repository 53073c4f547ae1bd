//! What a measure came to: printed as a table, and the same as JSON.

use serde_json::{Value, json};

/// One measure: what it says, what it does not, and its rows.
#[derive(Debug)]
pub struct Table {
    pub name: &'static str,
    pub measures: String,
    pub not: &'static str,
    pub columns: Vec<Column>,
    pub rows: Vec<Row>,
}

#[derive(Clone, Copy, Debug)]
pub struct Column {
    name: &'static str,
    decimals: usize,
}

/// A column of numbers of things.
pub const fn count(name: &'static str) -> Column {
    Column { name, decimals: 0 }
}

/// A column of shares and other fractions.
pub const fn fraction(name: &'static str) -> Column {
    Column { name, decimals: 3 }
}

#[derive(Debug)]
pub struct Row {
    pub label: String,
    /// One for each column.
    pub values: Vec<f64>,
}

impl Row {
    pub fn new(label: impl Into<String>, values: impl IntoIterator<Item = f64>) -> Row {
        Row {
            label: label.into(),
            values: values.into_iter().collect(),
        }
    }
}

impl Table {
    pub fn print(&self) {
        println!("\n{}", self.name);
        println!("  measures: {}", self.measures);
        println!("  does not: {}", self.not);
        print!("  {:<52}", "");
        for column in &self.columns {
            print!(" {:>10}", column.name);
        }
        println!();
        for row in &self.rows {
            print!("  {:<52}", row.label);
            for (column, value) in self.columns.iter().zip(&row.values) {
                print!(" {value:>10.*}", column.decimals);
            }
            println!();
        }
    }

    pub fn json(&self) -> Value {
        let rows: Vec<Value> = self
            .rows
            .iter()
            .map(|row| {
                let mut line = json!({ "row": row.label });
                for (column, value) in self.columns.iter().zip(&row.values) {
                    line[column.name] = json!(value);
                }
                line
            })
            .collect();
        json!({
            "measure": self.name, "measures": self.measures, "does_not": self.not, "rows": rows,
        })
    }
}
