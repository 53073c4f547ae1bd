use super::*;

const RIS: &str = "TY  - JOUR\r\nTI  - A title of a paper\r\nAU  - Doe, Jane\r\nER  - \r\n";

fn codes_of(reading: &Reading) -> Vec<&str> {
    reading
        .diagnostics
        .iter()
        .map(|remark| remark.code.as_str())
        .collect()
}

#[test]
fn attachments_are_read_as_what_they_are() {
    let mail = format!(
        "From: a@e.org\r\nSubject: =?utf-8?Q?Gr=C3=BC=C3=9Fe?=\r\nDate: Thu, 14 Mar 2024 10:00:00 +0100\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=\"xyz\"\r\n\r\npreamble\r\n--xyz\r\nContent-Type: text/plain\r\n\r\nHello there.\r\n--xyz\r\nContent-Type: application/octet-stream; name=\"refs.ris\"\r\n\r\n{RIS}\r\n--xyz--\r\n"
    );
    assert_eq!(evidence(&mail), Evidence::Plain);
    let reading = read(mail.as_bytes());
    assert_eq!(reading.title.as_deref(), Some("Grüße"));
    assert_eq!(reading.date.as_deref(), Some("2024-03-14"));
    assert_eq!(reading.records.len(), 1);
    assert_eq!(reading.records[0].line, 15);
    assert_eq!(reading.records[0].date.as_deref(), Some("2024-03-14"));
}

#[test]
fn a_message_cut_in_its_attachment_gives_what_is_there() {
    let mail = format!(
        "From: a@e.org\nSubject: x\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\n{RIS}TY  - JOUR\nTI  - A second ti"
    );
    assert_eq!(read(mail.as_bytes()).records.len(), 2);
}

#[test]
fn messages_in_messages_are_read_to_a_bound() {
    let mut mail =
        format!("From: a@e.org\nSubject: inner\nDate: Thu, 14 Mar 2024 10:00:00 +0100\n\n{RIS}");
    for _ in 0..3 {
        mail = format!("From: b@e.org\nSubject: outer\nContent-Type: message/rfc822\n\n{mail}");
    }
    let reading = read(mail.as_bytes());
    assert_eq!(reading.title.as_deref(), Some("outer"));
    assert_eq!(reading.records[0].date.as_deref(), Some("2024-03-14"));
    assert_eq!(reading.records[0].line, 17);
    let deep = "From: b@e.org\nContent-Type: message/rfc822\n\n".repeat(20_000);
    assert_eq!(codes_of(&read(deep.as_bytes())), ["no-papers-in-mail"]);
}

#[test]
fn a_mailbox_says_which_messages_hold_nothing() {
    let mbox = format!(
        "From a@e.org Thu Mar 14 10:00:00 2024\nFrom: a@e.org\nSubject: papers\n\n{RIS}\n\nFrom a@e.org Thu Mar 14 10:00:00 2024\nFrom: a@e.org\nSubject: lunch\n\nAre you coming?\n"
    );
    assert_eq!(mbox_evidence(&mbox), Evidence::Plain);
    let reading = read_mbox(mbox.as_bytes());
    assert_eq!(reading.records.len(), 1);
    assert_eq!(reading.records[0].line, 5);
    assert_eq!(codes_of(&reading), ["no-papers-in-mail"]);
    assert_eq!(reading.diagnostics[0].text.as_deref(), Some("lunch"));
    assert_eq!(reading.diagnostics[0].line, Some(11));
}

#[test]
fn a_quoted_and_forwarded_digest_is_found() {
    let quoted: String = RIS.lines().map(|line| format!("> {line}\n")).collect();
    let mail = format!(
        "From: a@e.org\nSubject: Fwd: x\nDate: Fri, 15 Mar 2024 10:00:00 +0100\n\nSee this!\n\n> ---------- Forwarded message ----------\n> From: b@e.org\n> Date: Thu, Mar 14, 2024 at 10:00 AM\n> Subject: x\n>\n{quoted}"
    );
    let reading = read(mail.as_bytes());
    assert_eq!(reading.records.len(), 1);
    assert_eq!(reading.records[0].date.as_deref(), Some("2024-03-14"));
    assert_eq!(reading.records[0].line, 12);
}

#[test]
fn prose_with_colons_is_no_mail() {
    for text in [
        "From: the beginning\nof time\n",
        "Title: x\nDate: y\n\nz",
        "Date: Fri\nSubject: x\n\ny",
        "a: b\n",
    ] {
        assert_eq!(evidence(text), Evidence::None, "{text}");
    }
    assert_eq!(
        mbox_evidence("From here on it rains.\nSubject: x\n"),
        Evidence::None
    );
}
