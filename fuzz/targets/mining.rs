//! Any bytes through the miner: no line is lost, each has its template, each can be made again.
#![no_main]

use autofix_core::logs::{Layout, Miner, Template, Templates, rebuild};
use libfuzzer_sys::fuzz_target;

fn shown(templates: &Templates) -> Vec<(&str, &str, u64, u64)> {
    templates.iter().map(|it| (it.id(), it.text(), it.records(), it.lines())).collect()
}

fuzz_target!(|bytes: &[u8]| {
    let layout = Layout::detect(bytes);
    let mut miner = Miner::new(layout.clone());
    let mut numbers = Vec::new();
    miner.lines(bytes, |number| numbers.push(number));
    let templates = miner.finish();

    let lines: Vec<&[u8]> = bytes.strip_suffix(b"\n").unwrap_or(bytes).split(|byte| *byte == b'\n').collect();
    let count = if bytes.is_empty() { 0 } else { lines.len() };
    assert_eq!(numbers.len(), count);
    assert_eq!(templates.iter().map(Template::lines).sum::<u64>(), count as u64);
    assert!(templates.iter().all(|template| template.records() <= template.lines()));
    assert!(numbers.iter().flatten().all(|number| templates.of(*number).is_some_and(|it| it.lines() > 0)));

    for line in lines {
        let (template, parameters) = templates.parameters(line).expect("a template");
        assert_eq!(templates.find(line).map(Template::id), Some(template.id()));
        assert_eq!(rebuild(template, &parameters), line);
    }

    // Cut anywhere for one miner, and at a record's beginning for two.
    let aim = bytes.last().map_or(0, |byte| usize::from(*byte) * bytes.len() / 256);
    let (head, tail) = bytes.split_at(aim);
    let mut fed = Miner::new(layout.clone());
    fed.feed(head);
    fed.feed(tail);
    assert_eq!(shown(&fed.finish()), shown(&templates));
    let (head, tail) = bytes.split_at(layout.boundary(head));
    let mut both = Miner::new(layout.clone());
    both.feed(head);
    let mut second = Miner::new(layout);
    second.feed(tail);
    both.merge(second);
    assert_eq!(shown(&both.finish()), shown(&templates));
});
