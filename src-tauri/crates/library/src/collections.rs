//! Named, ordered sets of papers that the reader keeps.

use crate::Library;
use crate::api::types::*;
use crate::error::{Error, Result};

impl Library {
    pub fn create_collection(&self, request: CollectionName) -> Result<CollectionMade> {
        let name = clean(&request.name)?;
        let written = self.store().write(
            self.action("collection", &format!("Make the collection “{name}”")),
            |writer| {
                if writer.collection_by_name(&name)?.is_some() {
                    return Err(taken(&name));
                }
                Ok(writer.create_collection(&name)?)
            },
        )?;
        self.after_write(written.seq.is_some())?;
        let what = format!("Make the collection “{name}”");
        Ok(CollectionMade {
            id: written.value,
            done: Done {
                seq: written.seq,
                what,
                papers: Vec::new(),
            },
        })
    }

    pub fn rename_collection(&self, request: CollectionRename) -> Result<Done> {
        let name = clean(&request.name)?;
        self.change_collection(
            request.id,
            &format!("Rename the collection to “{name}”"),
            |writer| match writer.collection_by_name(&name)? {
                Some(other) if other != request.id => Err(taken(&name)),
                _ => Ok(writer.rename_collection(request.id, &name)?),
            },
        )
    }

    pub fn delete_collection(&self, request: CollectionId) -> Result<Done> {
        let name = self.collection_name(request.id)?;
        self.change_collection(
            request.id,
            &format!("Delete the collection “{name}”"),
            |writer| Ok(writer.delete_collection(request.id)?),
        )
    }

    pub fn add_to_collection(&self, request: CollectionChange) -> Result<Done> {
        let verb = format!("Add to “{}”:", self.collection_name(request.id)?);
        self.change(&request.papers, "collection", &verb, |writer| {
            Ok(writer.add_to_collection(request.id, &request.papers)?)
        })
    }

    pub fn remove_from_collection(&self, request: CollectionChange) -> Result<Done> {
        let verb = format!("Remove from “{}”:", self.collection_name(request.id)?);
        self.change(&request.papers, "collection", &verb, |writer| {
            Ok(writer.remove_from_collection(request.id, &request.papers)?)
        })
    }

    /// Puts a collection's papers in the given order; papers left out keep theirs, after these.
    pub fn order_collection(&self, request: CollectionChange) -> Result<Done> {
        let name = self.collection_name(request.id)?;
        self.change_collection(request.id, &format!("Reorder “{name}”"), |writer| {
            Ok(writer.order_collection(request.id, &request.papers)?)
        })
    }

    /// A collection's id by its name, as the reader writes it.
    pub fn collection_id(&self, name: &str) -> Result<Option<i64>> {
        Ok(self
            .store()
            .read(|reader| reader.collection_by_name(name.trim()))?)
    }

    fn collection_name(&self, id: i64) -> Result<String> {
        self.store()
            .read(|reader| reader.collections())?
            .into_iter()
            .find(|collection| collection.id == id)
            .map(|collection| collection.name)
            .ok_or_else(Error::no_such_collection)
    }

    fn change_collection(
        &self,
        id: i64,
        what: &str,
        write: impl FnOnce(&mut store::Writer<'_>) -> Result<()>,
    ) -> Result<Done> {
        self.collection_name(id)?;
        let written = self.store().write(self.action("collection", what), write)?;
        self.after_write(written.seq.is_some())?;
        Ok(Done {
            seq: written.seq,
            what: what.to_owned(),
            papers: Vec::new(),
        })
    }
}

fn clean(name: &str) -> Result<String> {
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    if name.is_empty() || name.chars().count() > 200 || name.chars().any(char::is_control) {
        return Err(Error::user(
            "bad_name",
            "A collection's name has 1 to 200 characters.",
        ));
    }
    Ok(name)
}

fn taken(name: &str) -> Error {
    Error::user(
        "name_taken",
        format!("There is already a collection “{name}”."),
    )
}
