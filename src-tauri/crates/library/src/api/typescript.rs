//! Writes the operations table's types as one TypeScript module.

use std::collections::BTreeMap;

use ts_rs::{Config, TS, TypeVisitor};

/// Collects the declaration of a type and of everything it mentions, each once.
pub(super) struct Declarations<'a> {
    config: &'a Config,
    by_name: BTreeMap<String, String>,
}

impl<'a> Declarations<'a> {
    pub(super) fn new(config: &'a Config) -> Declarations<'a> {
        Declarations {
            config,
            by_name: BTreeMap::new(),
        }
    }

    pub(super) fn add<T: TS + 'static + ?Sized>(&mut self) {
        // Only types of our own have a file to be written to; the others are spelled in place, and
        // maps among them have no identifier.
        if T::output_path().is_some() {
            let name = T::ident(self.config);
            if self.by_name.contains_key(&name) {
                return;
            }
            let docs = T::docs().unwrap_or_default();
            self.by_name
                .insert(name, format!("{docs}export {}\n", T::decl(self.config)));
        }
        T::visit_dependencies(self);
        T::visit_generics(self);
    }

    pub(super) fn module(&self, table: &str, meaning: &str) -> String {
        let mut out = String::from(
            "// Generated from the operations table in src-tauri/crates/library/src/api; \
             `./dev types` writes it anew.\n\n",
        );
        for declaration in self.by_name.values() {
            out.push_str(declaration);
            out.push('\n');
        }
        out.push_str("export interface Operations {\n");
        out.push_str(table);
        out.push_str("}\n\nexport const MEANING: Record<keyof Operations, { shows: string[]; stale: string[] }> = {\n");
        out.push_str(meaning);
        out.push_str("};\n");
        out
    }
}

impl TypeVisitor for Declarations<'_> {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        self.add::<T>();
    }
}
