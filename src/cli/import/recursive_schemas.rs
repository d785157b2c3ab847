//! Schemas that hold themselves outside of lists and maps: there a `Box` gives them a size.

use std::collections::HashMap;

use super::block::{Named, Shape, Type};

/// Puts schemas of one circle into boxes where they hold each other.
pub(super) fn box_recursive(items: &mut [Named]) {
    let circles = circles(items);
    for item in items {
        let own = circles.get(&item.name).copied();
        if let Shape::Schema(fields) = &mut item.shape {
            for field in fields {
                if let Type::Schema(name) = &field.ty
                    && own.is_some()
                    && circles.get(name).copied() == own
                {
                    field.ty = Type::Boxed(name.clone());
                }
            }
        }
    }
}

/// The circles that schemas are part of, each by its number. A schema that doesn't hold itself is in none.
fn circles(items: &[Named]) -> HashMap<String, usize> {
    let index: HashMap<&str, usize> = items
        .iter()
        .enumerate()
        .map(|(at, item)| (item.name.as_str(), at))
        .collect();
    let next: Vec<Vec<usize>> = items
        .iter()
        .map(|item| match &item.shape {
            Shape::Schema(fields) => fields
                .iter()
                .filter_map(|field| match &field.ty {
                    Type::Schema(name) => index.get(name.as_str()).copied(),
                    _ => None,
                })
                .collect(),
            Shape::Enum(_) => Vec::new(),
        })
        .collect();
    let mut back = vec![Vec::new(); items.len()];
    for (from, targets) in next.iter().enumerate() {
        for &to in targets {
            back[to].push(from);
        }
    }
    // Kosaraju's algorithm, without recursion: files may be deep.
    let (mut order, mut seen) = (Vec::new(), vec![false; items.len()]);
    for start in 0..items.len() {
        let mut way = vec![(start, 0)];
        if std::mem::replace(&mut seen[start], true) {
            continue;
        }
        while let Some((at, edge)) = way.last_mut() {
            match next[*at].get(*edge) {
                Some(&to) => {
                    *edge += 1;
                    if !std::mem::replace(&mut seen[to], true) {
                        way.push((to, 0));
                    }
                }
                None => {
                    order.push(*at);
                    way.pop();
                }
            }
        }
    }
    let (mut circles, mut taken) = (HashMap::new(), vec![false; items.len()]);
    for (number, &start) in order.iter().rev().enumerate() {
        let (mut circle, mut rest) = (Vec::new(), vec![start]);
        while let Some(at) = rest.pop() {
            if !std::mem::replace(&mut taken[at], true) {
                circle.push(at);
                rest.extend(&back[at]);
            }
        }
        let holds_itself = circle.len() > 1 || circle.iter().any(|&at| next[at].contains(&at));
        if holds_itself {
            circles.extend(circle.iter().map(|&at| (items[at].name.clone(), number)));
        }
    }
    circles
}
