//! The documents of an API, and its operations.

/// Joins the document and gives the API its consts and functions; `$lazy` as in `__rendered!`.
#[doc(hidden)]
#[macro_export]
macro_rules! __document {
    ($api:tt $lazy:ident $info:ident $parts:ident $size:ident) => {
        const HEAD: usize = $crate::__private::head_size(&$info);
        const PIECES: usize = 2 + $crate::__private::count($parts) * $crate::__private::PIECES;
        const ITEMS: usize = $size + $crate::__private::copies_size::<PIECES>($parts);
        const ROOM: usize = HEAD + $crate::__private::SHARED_SIZE + ITEMS;
        const ASYNC_ROOM: usize = $crate::__private::asyncapi_size(&$info, $parts, ITEMS);
        $crate::__check! { $api check_api(::core::stringify!($api), &$info, $parts) }

        impl<__T> $lazy<__T> {
            const HEAD: $crate::__private::ConstBuffer<HEAD> = $crate::__private::render_head(&$info);
            #[allow(
                long_running_const_eval,
                reason = "a document of megabytes takes long, and ends"
            )]
            const TEXT: $crate::__private::ConstBuffer<ROOM> =
                $crate::__private::join::<ROOM, PIECES>(&$info, Self::HEAD.head(), $parts, Self::FRAGMENTS);
            #[allow(
                long_running_const_eval,
                reason = "a document of megabytes takes long, and ends"
            )]
            const OPENAPI: &'static str = $crate::__private::text(Self::TEXT.text());
            const ETAG: &'static [u8] = &$crate::__private::etag::<PIECES>(Self::HEAD.head(), $parts, Self::FRAGMENTS);
            #[allow(
                long_running_const_eval,
                reason = "a document of megabytes takes long, and ends"
            )]
            const ASYNC_TEXT: $crate::__private::ConstBuffer<ASYNC_ROOM> =
                $crate::__private::asyncapi::<ASYNC_ROOM, PIECES>(&$info, $parts, Self::FRAGMENTS);
            #[allow(
                long_running_const_eval,
                reason = "a document of megabytes takes long, and ends"
            )]
            const ASYNCAPI: &'static str = $crate::__private::text(Self::ASYNC_TEXT.text());
            const ASYNC_ETAG: &'static [u8] = &$crate::__private::text_etag(Self::ASYNC_TEXT.text());
            const API: &'static $crate::__private::meta::Api = &$crate::__private::meta::Api {
                name: ::core::stringify!($api),
                info: $info,
                parts: $parts,
                document: Self::OPENAPI,
                document_settings: Self::TEXT.settings(),
                etag: $crate::__private::text(Self::ETAG),
                asyncapi: Self::ASYNCAPI,
                asyncapi_settings: Self::ASYNC_TEXT.settings(),
                asyncapi_etag: $crate::__private::text(Self::ASYNC_ETAG),
            };
        }

        const fn openapi<__T>() -> &'static str {
            $lazy::<__T>::OPENAPI
        }

        const fn asyncapi<__T>() -> &'static str {
            $lazy::<__T>::ASYNCAPI
        }

        const fn api<__T>() -> &'static $crate::__private::meta::Api {
            $lazy::<__T>::API
        }

        impl $api {
            /// The OpenAPI 3.1 document, as JSON.
            pub const OPENAPI: &'static str = openapi::<()>();

            /// The `AsyncAPI` 3.0 document of the sockets, as JSON; without sockets it has no channel.
            pub const ASYNCAPI: &'static str = asyncapi::<()>();

            /// The declaration as data.
            pub const API: &'static $crate::__private::meta::Api = api::<()>();

            /// The API as one warp filter: it answers its own paths, with the document, and rejects others untouched.
            pub fn filter(
                state: $crate::__private::State,
            ) -> $crate::__private::BoxedFilter<($crate::__private::Response,)> {
                $crate::__private::filter(api::<()>(), state)
            }
        }

        $crate::__cli! { $api, api::<()>() }
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
