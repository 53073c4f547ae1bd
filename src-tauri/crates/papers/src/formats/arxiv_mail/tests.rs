use super::*;

const RULE: &str = "------------------------------------------------------------------------------";

fn mail(body: &str) -> Reading {
    read(&format!(
        "{RULE}\n\\\\\narXiv:2403.01001\nDate: Fri, 1 Mar 2024 19:02:03 GMT   (4kb)\n\n{body}"
    ))
}

#[test]
fn a_rule_or_a_delimiter_before_it_ends_an_abstract_and_one_inside_does_not() {
    let reading = mail(&format!(
        "Title: T\nAuthors: A. Roe\n\\\\\n  One\n\\\\\ntwo.\n\\\\\n{RULE}\nnothing\n"
    ));
    let record = &reading.records[0];
    assert_eq!(record.paper.abstract_text.as_deref(), Some("One two."));
    assert!(record.original.ends_with("two.\n\\\\"));
    assert_eq!(record.doubts, [] as [&str; 0]);
}

#[test]
fn a_word_broken_at_a_line_end_is_joined_when_the_mail_knows_it() {
    let reading = mail(
        "Title: T\nAuthors: A. Roe\n\\\\\n  Computation is slow. A compu-\ntation of low-\nand high-\nenergy light.\n\\\\ ( https://arxiv.org/abs/2403.01001 ,  4kb)\n",
    );
    let computation = "Computation is slow. A compu-tation of low- and high-energy light.";
    let told = reading.records[0].paper.abstract_text.as_deref();
    assert_eq!(told, Some(computation.replace("compu-", "compu").as_str()));
}

#[test]
fn an_indented_mail_keeps_its_paragraphs() {
    let text = format!(
        "{RULE}\n\\\\\narXiv:2403.01001\nDate: Fri, 1 Mar 2024 19:02:03 GMT   (4kb)\n\nTitle: A\n  title\nAuthors: A. Roe\n\\\\\n  One\ntwo.\n  Three.\n\\\\ ( https://arxiv.org/abs/2403.01001 ,  4kb)\n"
    );
    let indented: String = text.lines().map(|line| format!("    {line}\n")).collect();
    for text in [text, indented] {
        let reading = read(&text);
        let paper = &reading.records[0].paper;
        assert_eq!(paper.title, "A title");
        assert_eq!(paper.abstract_text.as_deref(), Some("One two.\n\nThree."));
    }
}

#[test]
fn each_record_has_the_date_of_its_own_mailing() {
    let mailing = |day: &str, id: &str| {
        format!(
            "Date: {day}\nSubject: cs daily Subj-class mailing\n\n{RULE}\n\\\\\narXiv:{id}\nDate: Fri, 1 Mar 2024 19:02:03 GMT   (4kb)\n\nTitle: T\nAuthors: A. Roe\n\\\\\n  Text.\n\\\\ ( https://arxiv.org/abs/{id} ,  4kb)\n%%%---%%%---%%%---%%%---%%%---%%%---%%%---%%%---\n"
        )
    };
    let reading =
        read(&(mailing("Mon,  4 Mar 24", "2403.00001") + &mailing("Tue,  5 Mar 24", "2403.00002")));
    assert_eq!(reading.date.as_deref(), Some("Mon, 4 Mar 24"));
    let dates: Vec<_> = reading
        .records
        .iter()
        .map(|record| record.date.as_deref())
        .collect();
    assert_eq!(dates, [None, Some("Tue, 5 Mar 24")]);
}

#[test]
fn a_mention_of_an_id_begins_no_record() {
    let reading = mail(
        "Title: T\nAuthors: A. Roe\n\\\\\n  We follow\narXiv:2401.00001\nand others.\n\\\\ ( https://arxiv.org/abs/2403.01001 ,  4kb)\n",
    );
    assert_eq!(reading.records.len(), 1);
}

#[test]
fn a_body_that_is_still_encoded_is_left_to_the_mail_reader() {
    let mail = format!(
        "Content-Transfer-Encoding: quoted-printable\n\n{RULE}\n\\\\\narXiv:2403.01001\nDate: x\nTitle: T\n"
    );
    assert_eq!(evidence(&mail), Evidence::None);
}
