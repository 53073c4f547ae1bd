//! Words are found as people type them, whatever the paper's spelling, language or script; and what
//! was found is marked.

mod support;

use search::{Document, Query};
use support::{library, titled};

/// A paper in a language, among others of it and of English that should not be found.
fn among_others(language: &str, title: &str) -> support::Library {
    let in_language = |id, title: &str| Document {
        language: Some(language.to_owned()).filter(|code| !code.is_empty()),
        ..titled(id, title)
    };
    library([
        in_language(1, title),
        in_language(2, "Xylophon 2 Ω"),
        titled(3, "Quite another matter"),
    ])
}

fn found_and_marked(language: &str, written: &str, typed: &str) {
    let shelf = among_others(language, written);
    // A space after it: the whole word, not the beginning of one.
    let query = Query::parse(&format!("{typed} "));
    let found = shelf.set(&format!("{typed} "));
    assert_eq!(found, [1], "“{typed}” in “{written}” ({language})");
    assert!(
        !shelf.index.ranges(&query, "title", written).is_empty(),
        "“{typed}” is not marked in “{written}” ({language})"
    );
}

#[test]
fn spellings_of_one_word_find_each_other() {
    for (language, one, other) in [
        // Case and accents.
        ("", "Poincaré map", "poincare map"),
        ("", "NAÏVE", "naive"),
        ("", "Łukasiewicz", "lukasiewicz"),
        ("", "façade", "FACADE"),
        ("", "Poincare\u{301}", "Poincaré"),
        ("", "Schr\\\"odinger", "Schrödinger"),
        ("", "Ko\\v{c}isk\\'y", "kočiský"),
        // Umlauts, ß, Scandinavian letters: with the mark left off, and spelled out.
        ("de", "Häuser", "hauser"),
        ("de", "Häuser", "haeuser"),
        ("de", "MÜLLER", "mueller"),
        ("de", "Lösung", "loesung"),
        ("de", "Straße", "strasse"),
        ("de", "Gro\u{308}ße", "groesse"),
        ("", "Schrödinger", "schroedinger"),
        ("da", "Ørsted", "oersted"),
        ("da", "Ørsted", "orsted"),
        ("sv", "Ångström", "aangstroem"),
        ("sv", "Ångström", "angstrom"),
        ("no", "Ærlig", "aerlig"),
        // Turkish, Vietnamese, Czech.
        ("tr", "ışık", "isik"),
        ("tr", "İstanbul", "istanbul"),
        ("vi", "học sâu tiếng Việt", "hoc sau tieng viet"),
        ("vi", "Nguyễn Đức", "nguyen duc"),
        ("cs", "neuronová síť", "neuronova sit"),
        // Names with hyphens, digits and capitals.
        ("", "DreamerV3", "dreamerv3"),
        ("", "DreamerV3", "Dreamer V3"),
        ("", "DreamerV3", "dreamer-v3"),
        ("", "GPT-4o", "gpt4o"),
        ("", "GPT-4o", "gpt 4o"),
        ("", "GPT4o", "gpt 4o"),
        ("", "GPT4o", "GPT-4o"),
        ("", "R^3", "r3"),
        ("", "$\\mathbb{R}^3$", "R^3"),
        ("", "R³", "r3"),
        ("", "β-VAE", "beta-vae"),
        ("", "β-VAE", "beta vae"),
        ("", "$\\beta$-VAE", "β-VAE"),
        ("", "BetaVAE", "beta vae"),
        ("", "self-supervised", "selfsupervised"),
        ("", "self-supervised", "self supervised"),
        ("", "self‑supervised", "self-supervised"),
        ("", "dataset", "data set"),
        ("", "reinforcement learning", "reinforcementlearning"),
        ("", "e-mail", "email"),
        ("", "ﬁnite", "finite"),
        ("", "ＢＥＲＴ", "bert"),
        ("de", "Netzwerk-Sicherheit", "Netzwerksicherheit"),
        ("de", "Netzwerksicherheit", "Netzwerk Sicherheit"),
        // Greek and Cyrillic.
        ("el", "Νευρωνικά Δίκτυα", "νευρωνικα δικτυα"),
        ("el", "ΛΌΓΟΣ", "λόγος"),
        ("ru", "Нейронная сеть", "нейронная СЕТЬ"),
        ("ru", "Учёт", "учет"),
        ("ru", "Случайный", "случаи\u{306}ныи\u{306}"),
        ("uk", "Їжак", "їжак"),
        // Half-width kana.
        ("ja", "ニューラル", "ﾆｭｰﾗﾙ"),
    ] {
        found_and_marked(language, one, other);
        found_and_marked(language, other, one);
    }
}

#[test]
fn forms_of_a_word_find_each_other_by_the_rules_of_the_papers_language() {
    for (language, one, other) in [
        ("", "network", "networks"),
        ("en", "learning", "learned"),
        ("de", "neuronale Netze", "neuronales Netz"),
        ("de", "Häuser", "Haus"),
        ("de", "Häusern", "haeuser"),
        ("fr", "réseaux généraux", "réseau général"),
        ("fr", "apprentissages", "apprentissage"),
        ("es", "redes neuronales", "red neuronal"),
        ("it", "modelli generativi", "modello generativo"),
        ("pt", "modelos generativos", "modelo generativo"),
        ("nl", "netwerken", "netwerk"),
        ("sv", "modellerna", "modeller"),
        ("da", "modellerne", "modeller"),
        ("no", "modellene", "modeller"),
        ("fi", "verkkojen", "verkkoja"),
        ("ru", "нейронные сети", "нейронная сеть"),
        ("tr", "ağları", "ağlar"),
        ("hu", "hálózatok", "hálózat"),
        ("ro", "modelele", "modelelor"),
        ("el", "δίκτυα", "δίκτυο"),
    ] {
        found_and_marked(language, one, other);
        found_and_marked(language, other, one);
    }
}

#[test]
fn the_word_as_typed_comes_before_its_forms() {
    let shelf = library([titled(1, "A network"), titled(2, "Some networks")]);
    assert_eq!(shelf.set("network "), [1, 2]);
    assert_eq!(shelf.ids("networks ").first(), Some(&2));
    assert_eq!(shelf.ids("network ").first(), Some(&1));
}

#[test]
fn a_languages_rules_hold_for_its_own_papers() {
    let shelf = library([
        titled(1, "The note"),
        Document {
            language: Some("it".into()),
            ..titled(2, "Una nota")
        },
        Document {
            language: Some("it".into()),
            ..titled(3, "Le note")
        },
    ]);
    assert_eq!(
        shelf.set("nota "),
        [2, 3],
        "not the English note by an Italian rule"
    );
}

#[test]
fn a_compound_is_found_by_either_of_its_ends() {
    for (written, typed) in [
        ("Netzwerksicherheit", "sicherheit"),
        ("Netzwerksicherheit", "netzwerk"),
        ("Krankenhäuser", "häuser"),
        ("Krankenhäuser", "haeuser"),
    ] {
        found_and_marked("de", written, typed);
    }
    found_and_marked("sv", "maskininlärning", "inlärning");
    found_and_marked("nl", "netwerkbeveiliging", "beveiliging");
    let english = library([titled(1, "Cryptographic photographs"), titled(2, "A graph")]);
    assert_eq!(
        english.set("graph "),
        [2],
        "English writes its compounds apart"
    );
}

#[test]
fn function_words_of_a_language_need_not_be_there() {
    for (language, title, typed) in [
        ("de", "Sicherheit im Netz", "die Sicherheit und das Netz"),
        ("fr", "Sécurité et réseaux", "la sécurité dans les réseaux"),
        ("es", "Seguridad en redes", "la seguridad de las redes"),
        ("ru", "Безопасность сетей", "безопасность в сетей и"),
    ] {
        let shelf = among_others(language, title);
        let found = shelf.found(&format!("{typed} "));
        assert_eq!(found.total, 1, "{typed}");
        assert!(!found.relaxed, "{typed}");
    }
}

#[test]
fn scripts_without_spaces_are_found_by_any_part() {
    let shelf = library([
        titled(1, "深度强化学习综述"),
        titled(2, "学习深海"),
        titled(3, "한국어를 배우다"),
        titled(4, "強化学習によるロボットの制御"),
        titled(5, "BERTによる日本語の分類"),
        titled(6, "การเรียนรู้เชิงลึก"),
    ]);
    for (typed, ids) in [
        ("强化学习", vec![1]),
        ("学习", vec![1, 2]),
        ("深度", vec![1]),
        ("한국어", vec![3]),
        ("한국어 배우다", vec![3]),
        ("ロボット", vec![4]),
        ("ロボットの制御", vec![4]),
        ("強化学習", vec![4]),
        ("日本語", vec![5]),
        ("BERT", vec![5]),
        ("bertによる", vec![5]),
        ("深度 综述", vec![1]),
        ("海深", vec![]),
        ("เรียนรู้", vec![6]),
    ] {
        assert_eq!(shelf.set(typed), ids, "{typed}");
    }
    let marked = |typed: &str, text: &str| shelf.index.ranges(&Query::parse(typed), "title", text);
    assert_eq!(marked("学习", "深度强化学习综述"), [(4, 6)]);
    assert_eq!(
        marked("ロボット", "強化学習によるロボットの制御"),
        [(7, 11)]
    );
    assert_eq!(marked("한국어", "한국어를 배우다"), [(0, 3)]);
}

#[test]
fn names_are_found_in_parts_and_first() {
    let shelf = library([
        titled(1, "Mastering Worlds with DreamerV3"),
        titled(2, "GPT-4o in the clinic"),
        titled(3, "Curves in R^3"),
        titled(4, "β-VAE revisited"),
        titled(5, "Minimising the $\\alpha$-divergence"),
        titled(6, "Über Poincaré-Räume"),
    ]);
    for (query, id) in [
        ("dreamer", 1),
        ("DreamerV3 ", 1),
        ("GPT", 2),
        ("$R^3$", 3),
        ("vae ", 4),
        ("betavae", 4),
        ("alpha divergence", 5),
        ("α-divergence", 5),
        ("divergence", 5),
        ("\\alpha", 5),
        ("poincare", 6),
        ("POINCARÉ", 6),
        ("Poincar\\'e ", 6),
        ("uber raume", 6),
        ("ueber raeume", 6),
    ] {
        assert_eq!(shelf.ids(query).first(), Some(&id), "{query}");
    }
}

#[test]
fn phrases_are_found_with_umlauts_written_either_way() {
    found_and_marked("de", "Das Müller Verfahren", "\"mueller verfahren\"");
    found_and_marked("de", "Das Mueller Verfahren", "\"müller verfahren\"");
}

#[test]
fn patterns_are_marked_where_they_match() {
    let shelf = library([titled(1, "Behavior and behaviour of women")]);
    let text = "Behavior and behaviour of women";
    let marked = |typed: &str| shelf.index.ranges(&Query::parse(typed), "title", text);
    assert_eq!(marked("behavio*r "), [(0, 8), (13, 22)]);
    assert_eq!(marked("wom?n "), [(26, 31)]);
    assert_eq!(marked("*iour "), [(13, 22)]);
}
