//! The documents of an API, and its operations.

/// Gives the API its documents and functions.
///
/// The compiler evaluates a document where these functions are compiled. They aren't inlined, so that this is once, in this crate: others that call them
/// link to them. `cargo check` compiles no function.
#[doc(hidden)]
#[macro_export]
macro_rules! __document {
    ($api:tt $info:ident $parts:ident) => {
        const PIECES: usize = 2 + $crate::__private::count($parts) * $crate::__private::PIECES;
        $crate::__check! { $api check_api(::core::stringify!($api), &$info, &INDEX) }

        $crate::__kept! { $api __OpenApi openapi_room ($crate::__private::fragments_size::<$api>()) }
        $crate::__kept! { $api __AsyncApi asyncapi_room (0) }

        #[inline(never)]
        fn openapi() -> $crate::__private::meta::Document {
            $crate::__private::kept::<__OpenApi>()
        }

        #[inline(never)]
        fn asyncapi() -> $crate::__private::meta::Document {
            $crate::__private::kept::<__AsyncApi>()
        }

        static API: $crate::__private::meta::Api = $crate::__private::meta::Api {
            name: ::core::stringify!($api),
            info: $info,
            parts: $parts,
            openapi,
            asyncapi,
        };

        impl $api {
            /// The declaration as data.
            pub const API: &'static $crate::__private::meta::Api = &API;

            /// Returns the OpenAPI 3.1 document, as JSON.
            #[inline(never)]
            #[must_use]
            pub const fn openapi() -> &'static str {
                $crate::__private::kept::<__OpenApi>().text
            }

            /// Returns the `AsyncAPI` 3.0 document of the sockets, as JSON; without sockets it has no channel.
            #[inline(never)]
            #[must_use]
            pub const fn asyncapi() -> &'static str {
                $crate::__private::kept::<__AsyncApi>().text
            }

            /// The API as one warp filter: it answers its own paths, with the document, and rejects others untouched.
            pub fn filter(
                state: $crate::__private::State,
            ) -> $crate::__private::BoxedFilter<($crate::__private::Response,)> {
                $crate::__private::filter(&API, state)
            }
        }

        $crate::__cli! { $api, &API }
    };
}

/// A document of the API, rendered by a function of `spec/whole.rs`, and how many bytes it has at least.
#[doc(hidden)]
#[macro_export]
macro_rules! __kept {
    ($api:tt $document:ident $room:ident ($least:expr)) => {
        #[allow(dead_code, reason = "only its consts are used")]
        struct $document;

        impl<const __N: usize, const __P: usize> $crate::__private::Render<__N, __P> for $document {
            #[allow(
                long_running_const_eval,
                reason = "a document of megabytes takes long, and ends"
            )]
            const ROOM: &'static $crate::__private::Room<__N, __P> =
                &$crate::__private::$room::<$api, __N, __P, PIECES>();
        }

        impl $crate::__private::Source for $document {
            const LEAST: usize = $least;
        }

        impl $crate::__private::Kept for $document {
            #[allow(
                long_running_const_eval,
                reason = "a document of megabytes takes long, and ends"
            )]
            const DOCUMENT: $crate::__private::meta::Document = $crate::__private::document::<Self>();
        }
    };
}

/// Gives the API its command line; nothing without the feature `cli`.
#[cfg(feature = "cli")]
#[doc(hidden)]
#[macro_export]
macro_rules! __cli {
    ($api:ident, $declaration:expr) => {
        impl $api {
            /// The API as a program: `serve`, `migrate`, `spec`, `routes`.
            pub fn cli() -> $crate::__private::Cli {
                $crate::__private::cli($declaration)
            }
        }
    };
}

/// Gives the API its command line; nothing without the feature `cli`.
#[cfg(not(feature = "cli"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __cli {
    ($api:ident, $declaration:expr) => {};
}
