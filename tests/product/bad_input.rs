//! Broken, huge, hostile and truncated input, full disks, locks, newer libraries: a clear message,
//! the right exit code, nothing lost, nothing half-done.

use std::os::unix::fs::PermissionsExt;
use std::process::Command;

use crate::support::{Answer, Desk, PAPERS, digest};

/// Runs an import that must fail with this code and leave the library as it was.
fn refused(desk: &Desk, path: &str, code: i32, words: &[&str]) {
    let before = desk.json(&["list"]);
    let answer = desk.run(&["import", "--no-embed", path]);
    assert_eq!(answer.code, code, "{path}: {} {}", answer.out, answer.err);
    for word in words {
        assert!(
            answer.err.contains(word),
            "{path}: {word:?} is not in {:?}",
            answer.err
        );
    }
    assert!(!answer.err.contains("panicked"), "{}", answer.err);
    assert_eq!(desk.json(&["list"]), before);
}

#[test]
fn an_empty_file_is_named_as_empty() {
    let desk = Desk::with_digest();
    let file = desk.file("nothing.txt", "  \n\n");
    refused(
        &desk,
        file.to_str().expect("plain"),
        3,
        &["nothing.txt", "empty"],
    );
}

#[test]
fn a_binary_file_is_not_recognised() {
    let desk = Desk::with_digest();
    let bytes: Vec<u8> = (0..40_000_u32)
        .map(|number| (number.wrapping_mul(2_654_435_761) >> 24) as u8)
        .collect();
    let file = desk.file("picture.bin", bytes);
    refused(&desk, file.to_str().expect("plain"), 3, &["picture.bin"]);
}

#[test]
fn a_missing_file_is_named() {
    let desk = Desk::with_digest();
    refused(
        &desk,
        "/nowhere/at/all.bib",
        1,
        &["/nowhere/at/all.bib", "does not exist"],
    );
}

#[test]
fn a_digest_cut_in_an_abstract_keeps_every_paper() {
    let desk = Desk::new();
    let whole = digest(&PAPERS);
    let cut = &whole[..whole.len() - 120];
    let file = desk.file("cut.txt", cut);
    let report = desk.json(&["import", "--no-embed", file.to_str().expect("plain")]);
    assert_eq!(report["imports"][0]["recognised"], PAPERS.len());
    let last = desk.json(&["search", "gulls"])["hits"][0]["id"].to_string();
    let text = desk.json(&["show", &last])["abstract"]
        .as_str()
        .expect("an abstract")
        .to_owned();
    assert!(PAPERS[5].1.starts_with(&text), "{text}");
}

#[test]
fn a_missing_abstract_costs_no_neighbour_and_is_reported_with_its_line() {
    let desk = Desk::new();
    let mut papers = PAPERS.to_vec();
    papers[2].1 = "";
    let text = digest(&papers);
    let line = text
        .lines()
        .position(|line| line == papers[2].0)
        .expect("the title")
        + 1;
    let file = desk.file("gap.txt", &text);
    let report = desk.json(&["import", "--no-embed", file.to_str().expect("plain")]);
    let listed = desk.json(&["list"]);
    for (paper, (title, abstract_text)) in listed["papers"]
        .as_array()
        .expect("papers")
        .iter()
        .zip(&papers)
    {
        assert_eq!(paper["title"], *title);
        assert_eq!(
            paper["abstract"].as_str().unwrap_or_default(),
            *abstract_text
        );
    }
    let diagnostics = report["imports"][0]["diagnostics"]
        .as_array()
        .expect("diagnostics");
    assert!(
        diagnostics
            .iter()
            .any(|remark| remark["code"] == "missing-abstract" && remark["line"] == line),
        "{diagnostics:?}"
    );
}

#[test]
fn a_digest_in_another_encoding_is_read() {
    let desk = Desk::new();
    let text = digest(&PAPERS).replace("Moss on the Meter", "Moos über dem Zähler");
    let mut bytes = vec![0xff, 0xfe];
    bytes.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
    let file = desk.file("utf16.txt", bytes);
    desk.json(&["import", "--no-embed", file.to_str().expect("plain")]);
    assert_eq!(desk.json(&["search", "title:zähler"])["total"], 1);

    let latin: Vec<u8> = text
        .chars()
        .map(|character| u8::try_from(u32::from(character)).unwrap_or(b'?'))
        .collect();
    let desk = Desk::new();
    let file = desk.file("latin1.txt", latin);
    desk.json(&["import", "--no-embed", file.to_str().expect("plain")]);
    assert_eq!(desk.json(&["search", "title:zähler"])["total"], 1);
}

#[test]
fn one_broken_bibtex_entry_costs_one_entry() {
    let desk = Desk::new();
    let file = desk.file(
        "broken.bib",
        "@article{good1, title = {The First Good Entry of This File}, year = 2001}\n\n\
         @article{broken, title = {Never closed, year = 2002\n\n\
         @article{good2, title = {The Second Good Entry of This File}, year = 2003}\n",
    );
    let report = desk.json(&["import", "--no-embed", file.to_str().expect("plain")]);
    let listed = desk.json(&["list"]).to_string();
    assert!(
        listed.contains("The First Good Entry") && listed.contains("The Second Good Entry"),
        "{listed}"
    );
    let diagnostics = &report["imports"][0]["diagnostics"];
    assert!(
        diagnostics
            .as_array()
            .is_some_and(|remarks| remarks.iter().any(|remark| remark["line"] == 3)),
        "{diagnostics}"
    );
}

#[test]
fn two_hundred_megabytes_of_nothing_are_refused_with_a_message() {
    let desk = Desk::with_digest();
    let path = desk.path().join("huge.txt");
    let file = std::fs::File::create(&path).expect("creates");
    file.set_len(200 << 20).expect("a sparse file");
    refused(&desk, path.to_str().expect("plain"), 3, &["huge.txt"]);

    // The same size in lines that look like text.
    let line = "lorem ipsum dolor sit amet consectetur adipiscing elit sed do eiusmod tempor\n";
    let text = line.repeat((200 << 20) / line.len());
    std::fs::write(&path, text).expect("writes");
    refused(&desk, path.to_str().expect("plain"), 3, &["huge.txt"]);
}

#[test]
fn a_folder_without_permission_is_named() {
    let desk = Desk::new();
    let open = |path: &std::path::Path, mode| {
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode))
            .expect("sets permissions");
    };
    let closed = desk.path().join("closed");
    std::fs::create_dir(&closed).expect("a folder");
    open(&closed, 0o000);
    let run = |arguments: &[&str], library: &std::path::Path| {
        let program = env!("CARGO_BIN_EXE_lectern");
        let mut command = if is_superuser() {
            // The superuser may enter every folder, unless that right is given up first.
            let mut command = Command::new("setpriv");
            command.args(["--bounding-set", "-dac_override,-dac_read_search", program]);
            command
        } else {
            Command::new(program)
        };
        command
            .env("HOME", desk.path())
            .arg("--library")
            .arg(library)
            .args(arguments);
        Answer::of(command.output().expect("starts"))
    };
    let import = run(
        &["import", "--no-embed", closed.to_str().expect("plain")],
        &desk.library(),
    );
    assert_eq!(import.code, 1, "{}", import.err);
    assert!(
        import.err.contains("closed") && import.err.contains("permission"),
        "{}",
        import.err
    );
    let library = run(&["list"], &closed.join("library"));
    assert_eq!(library.code, 1, "{}", library.err);
    assert!(
        library.err.contains("closed") && library.err.contains("permission"),
        "{}",
        library.err
    );
    open(&closed, 0o700);
}

fn is_superuser() -> bool {
    let answer = Command::new("id").arg("-u").output().expect("id");
    String::from_utf8_lossy(&answer.stdout).trim() == "0"
}

/// A namespace of its own lets a test mount a disk of one megabyte.
fn on_a_small_disk(script: &str) -> Option<Answer> {
    let possible = Command::new("unshare")
        .args([
            "--map-root-user",
            "--mount",
            "mount",
            "-t",
            "tmpfs",
            "none",
            "/mnt",
        ])
        .output()
        .is_ok_and(|output| output.status.success());
    if !possible {
        eprintln!("skipped: no small disk can be mounted here");
        return None;
    }
    let output = Command::new("unshare")
        .args(["--map-root-user", "--mount", "sh", "-c", script])
        .output()
        .expect("unshare");
    Some(Answer::of(output))
}

#[test]
fn a_full_disk_leaves_the_library_as_it_was() {
    let desk = Desk::new();
    let first = desk.file("first.txt", digest(&PAPERS));
    let entries: String = (0..3000)
        .map(|number| format!("@article{{k{number}, title = {{Entry number {number} of a rather large file}}, abstract = {{{}}}}}\n", "words and words ".repeat(30)))
        .collect();
    let large = desk.file("large.bib", entries);
    let program = env!("CARGO_BIN_EXE_lectern");
    let (first, large) = (first.display(), large.display());
    let script = format!(
        "mount -t tmpfs -o size=1500k none /mnt && cd /mnt && \
         {program} --library /mnt/l import --no-embed {first} && \
         {program} --library /mnt/l import --no-embed {large}; echo code $?; \
         rm -rf /mnt/l/cache; {program} --library /mnt/l --json list | tr ',' '\\n' | grep -c '\"title\"'; \
         {program} --library /mnt/l --json list | head -c 12"
    );
    let Some(answer) = on_a_small_disk(&script) else {
        return;
    };
    assert!(
        answer.out.contains("code 1"),
        "{} {}",
        answer.out,
        answer.err
    );
    assert!(answer.err.contains("disk is full"), "{}", answer.err);
    assert!(
        answer.out.contains("{\"total\":6,"),
        "{} {}",
        answer.out,
        answer.err
    );
}

#[test]
fn an_export_to_a_full_disk_leaves_the_old_file() {
    let desk = Desk::with_digest();
    let program = env!("CARGO_BIN_EXE_lectern");
    let library = desk.library();
    let script = format!(
        "mount -t tmpfs -o size=8k none /mnt && echo old > /mnt/out.html && \
         {program} --library {} export --format html --annotation abstract -o /mnt/out.html; echo code $?; cat /mnt/out.html; ls -A /mnt",
        library.display()
    );
    let Some(answer) = on_a_small_disk(&script) else {
        return;
    };
    assert!(
        answer.out.contains("code 1\nold\nout.html"),
        "{} {}",
        answer.out,
        answer.err
    );
    assert!(answer.err.contains("disk is full"), "{}", answer.err);
}

#[test]
fn a_library_of_a_newer_lectern_is_refused_politely() {
    let desk = Desk::with_digest();
    let database = desk.library().join("library.sqlite");
    raise_schema(&database);
    let answer = desk.run(&["list"]);
    assert_eq!(answer.code, 1);
    assert!(answer.err.contains("newer"), "{}", answer.err);
}

/// Sets SQLite's user version, four bytes at offset 60 of the header, big-endian.
fn raise_schema(database: &std::path::Path) {
    let mut bytes = std::fs::read(database).expect("the database");
    bytes[60..64].copy_from_slice(&9_999_u32.to_be_bytes());
    std::fs::write(database, bytes).expect("writes");
}

#[test]
fn a_file_that_is_no_library_is_not_touched() {
    let desk = Desk::new();
    std::fs::create_dir_all(desk.library()).expect("a folder");
    let database = desk.library().join("library.sqlite");
    std::fs::write(&database, "dear diary, this is not a database at all").expect("writes");
    let answer = desk.run(&["list"]);
    assert_eq!(answer.code, 1);
    assert!(answer.err.contains("library.sqlite"), "{}", answer.err);
    assert_eq!(
        std::fs::read(&database).expect("still there"),
        b"dear diary, this is not a database at all"
    );
}

#[test]
fn without_the_model_everything_else_works_and_related_says_what_is_missing() {
    let desk = Desk::with_digest();
    let nowhere = desk.path().join("no-model");
    let answer = Answer::of(
        desk.command(&["related", "1"])
            .env("LECTERN_MODEL_DIR", &nowhere)
            .output()
            .expect("starts"),
    );
    assert_eq!(answer.code, 1);
    for word in ["model", "no-model", "fetch-model"] {
        assert!(answer.err.contains(word), "{word}: {}", answer.err);
    }
    let search = Answer::of(
        desk.command(&["--json", "search", "gulls"])
            .env("LECTERN_MODEL_DIR", &nowhere)
            .output()
            .expect("starts"),
    );
    assert_eq!(search.code, 0, "{}", search.err);
    assert!(search.out.contains("Grammar of Gulls"));
}

#[test]
fn without_the_model_cues_by_meaning_say_what_is_missing_and_orders_fall_back() {
    let desk = Desk::with_digest();
    let nowhere = desk.path().join("no-model");
    let run = |arguments: &[&str]| {
        Answer::of(
            desk.command(arguments)
                .env("LECTERN_MODEL_DIR", &nowhere)
                .output()
                .expect("starts"),
        )
    };
    let json = |arguments: &[&str]| -> serde_json::Value {
        let answer = run(&[&["--json"], arguments].concat());
        assert_eq!(answer.code, 0, "{arguments:?}: {}", answer.err);
        serde_json::from_str(&answer.out).expect("one JSON document")
    };
    for rank in ["decisions", "uncertain"] {
        let queue = json(&["inbox", "--rank", rank]);
        assert_eq!(queue["total"], 6);
        assert_eq!(queue["papers"][0]["id"], 1);
        assert_eq!(queue["papers"][0]["rank"], serde_json::Value::Null);
        assert_eq!(queue["ranking"]["usable"], false);
        let note = queue["ranking"]["note"].as_str().expect("a note");
        assert!(note.contains("3 more to include"), "{note}");
    }
    let unknown = run(&["inbox", "--rank", "magic"]);
    assert_eq!(unknown.code, 2);
    assert!(unknown.err.contains("decisions"), "{}", unknown.err);
    let topics = json(&["topics"]);
    assert_eq!(topics["without"], 6);
    assert!(
        topics["note"]
            .as_str()
            .is_some_and(|note| note.contains("model"))
    );
    let novelty = json(&["novelty", "1"]);
    assert_eq!(novelty["nearest"], serde_json::Value::Null);
    assert!(
        novelty["note"]
            .as_str()
            .is_some_and(|note| note.contains("model"))
    );
    let export = run(&["export", "--format", "text", "--group-by", "topic"]);
    assert_eq!(export.code, 1);
    assert!(export.err.contains("model"), "{}", export.err);
}

#[test]
fn a_broken_model_is_named_and_costs_only_related_papers() {
    let desk = Desk::with_digest();
    let model = desk.path().join("model");
    std::fs::create_dir(&model).expect("a folder");
    for file in ["model.safetensors", "tokenizer.json", "config.json"] {
        std::fs::write(model.join(file), "not what it says").expect("writes");
    }
    let answer = Answer::of(
        desk.command(&["related", "1"])
            .env("LECTERN_MODEL_DIR", &model)
            .output()
            .expect("starts"),
    );
    assert_eq!(answer.code, 1);
    assert!(!answer.err.contains("panicked"), "{}", answer.err);
    assert!(
        answer.err.to_lowercase().contains("model"),
        "{}",
        answer.err
    );
}
