//! Errors at the user's own token.
//!
//! A macro of another crate that reports an error underlines its whole call: here the block, however long it is. A token of the user's
//! keeps its place if a macro of this expansion repeats it, so errors begin with one: `__here!` repeats it as the callee of whatever
//! reports them. That takes a token matched as `tt`: an `ident` has the span of the macro call.

/// Stops at a token with a message, as an item: `__error! { titel "`titel` is no section .." }`.
#[doc(hidden)]
#[macro_export]
macro_rules! __error {
    ($token:tt $($message:tt)+) => {
        const _: () = { $crate::__error_here! { $token $($message)+ } };
    };
}

/// The same as an expression.
#[doc(hidden)]
#[macro_export]
macro_rules! __error_here {
    (@$name:ident $token:tt [$($message:tt)+]) => {{
        #[allow(unused_imports, reason = "the macro that it is used in stops the compilation")]
        use ::core::compile_error as $token;
        macro_rules! __here { () => { $token! { $($message)+ } }; }
        __here! {}
    }};
    // A literal, or a group.
    (@$other:tt $token:tt [$($message:tt)+]) => {
        ::core::compile_error! { $($message)+ }
    };
    ($token:tt $($message:tt)+) => {
        $crate::__error_here! { @$token $token [$($message)+] }
    };
}

/// Stops at a word that is unknown here, or known and wrongly written; `__word!` has what to say. As an expression: what a section
/// with an error is part of isn't evaluated, so that no other error follows.
#[doc(hidden)]
#[macro_export]
macro_rules! __wrong {
    ($kind:ident $word:tt) => {
        $crate::__error_here! { $word $crate::__word! { $kind $word } }
    };
}

/// Reports how a section is written that came without a value: `__without_value! { op_section deprecated }`. One with a value is passed over.
#[doc(hidden)]
#[macro_export]
macro_rules! __without_value {
    ($kind:ident $key:tt) => {
        $crate::__error! { $key $crate::__word! { $kind $key } }
    };
    ($kind:ident $key:tt $value:tt) => {};
}

/// Checks each item of a block by itself, at its name: `__checked! { [] Task [#[cfg(test)]] close_task }`.
#[doc(hidden)]
#[macro_export]
macro_rules! __checked {
    ($( [$($condition:tt)*] $name:tt )*) => {
        $( $($condition)* $crate::__check! { $name check_item(<$name as $crate::__private::DeclaredItem>::ITEM) } )*
    };
}

/// Calls a check, whose panic is an error at a token: `__check! { Task check_item(Task::ITEM) }`.
#[doc(hidden)]
#[macro_export]
macro_rules! __check {
    ($token:tt $check:ident $arguments:tt) => {
        #[allow(deprecated, reason = "an item may be")]
        const _: () = {
            use $crate::__private::$check as $token;
            macro_rules! __here { () => { $token $arguments }; }
            __here! {}
        };
    };
}

/// Checks the fields of an item, each at its name, which is a value of an enum: `__fields_checked! { Name [] id [#[cfg(test)]] title }`.
#[doc(hidden)]
#[macro_export]
macro_rules! __fields_checked {
    ($names:ident $( [$($condition:tt)*] $field:tt )*) => {
        #[allow(deprecated, reason = "an item may be")]
        const _: () = {
            #[allow(unused_imports, reason = "there may be no field")]
            use $names::*;
            macro_rules! __here { () => { $( $($condition)* $field.check(); )* } }
            __here! {}
        };
    };
}

/// Checks the sections of an item, each at its word, of which there is one: `__sections_checked! { check_op_section (DATA) route errors }`.
#[doc(hidden)]
#[macro_export]
macro_rules! __sections_checked {
    ($check:ident ($($declared:expr),+) $( $word:tt )*) => {
        #[allow(deprecated, reason = "an item may be")]
        const _: () = {
            #[allow(non_camel_case_types, dead_code, reason = "the sections' own words")]
            enum __Sections { $( $word, )* __End }
            impl __Sections {
                #[track_caller]
                const fn check(self) {
                    const WORDS: &[&str] = &[$( ::core::stringify!($word), )* ""];
                    $crate::__private::$check($($declared,)+ WORDS[self as usize])
                }
            }
            {
                #[allow(unused_imports, reason = "there may be no section")]
                use __Sections::*;
                macro_rules! __here { () => { $( $word.check(); )* } }
                __here! {}
            }
        };
    };
}

/// Calls a macro at a token: what is wrong in that macro's own code, such as bounds that a type of the user's doesn't meet, stands at the token.
/// It makes the token the macro's name, so its scope is one of the macros' own: `__at! { Task __entity { .. } }`.
#[doc(hidden)]
#[macro_export]
macro_rules! __at {
    ($token:tt $macro:ident $arguments:tt) => {
        use $crate::$macro as $token;
        macro_rules! __here { () => { $token! $arguments } }
        __here! {}
    };
}

/// Replaces an item that has an error of its own, so that no others follow from it.
#[doc(hidden)]
#[macro_export]
macro_rules! __failed {
    ($name:ident) => {
        #[allow(
            missing_docs,
            dead_code,
            non_camel_case_types,
            reason = "an error is beside it"
        )]
        #[derive(Clone, Copy, Debug, PartialEq)]
        pub enum $name {}

        $crate::__component! { $name [(::core::stringify!($name))] ["What has an error"] [] Enum($crate::__private::Choices::None) }
    };
    // A type that fields may have.
    (type $name:ident) => {
        $crate::__enum! { $name [(::core::stringify!($name))] [pub] ["What has an error"] [] [] { Failed = "failed" } }
    };
}
