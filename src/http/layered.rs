//! Layers of tower around the API, inside of the server's limits.

use std::any::Any;
use std::convert::Infallible;
use std::error::Error as StdError;
use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures::{StreamExt as _, stream};
use http::header::CONTENT_LENGTH;
use http::{Request, Response};
use http_body_util::BodyExt as _;
use http_body_util::combinators::BoxBody;
use hyper::body::{Body, Frame, SizeHint};
use sync_wrapper::SyncStream;
#[cfg(feature = "cli")]
use tower_layer::Layer;
use tower_service::Service;
use warp::Reply as _;
use warp::reply::Response as WarpResponse;

use super::problem::{Problem, declared};
use super::request_id::RequestId;
use crate::engine::Settings;
use crate::error::Error;
use crate::meta::Errors;

type BoxError = Box<dyn StdError + Send + Sync>;
type Answer = Pin<Box<dyn Future<Output = Result<WarpResponse, BoxError>> + Send>>;

/// The body of a request on its way through layers.
pub struct RequestBody(BoxBody<Bytes, BoxError>);

impl RequestBody {
    fn new<B>(body: B) -> Self
    where
        B: Body<Data = Bytes> + Send + Sync + 'static,
        B::Error: Into<BoxError>,
    {
        match unchanged::<B, Self>(body) {
            Ok(body) => body,
            Err(body) => Self(body.map_err(Into::into).boxed()),
        }
    }
}

impl Body for RequestBody {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        Pin::new(&mut self.0).poll_frame(cx)
    }

    fn is_end_stream(&self) -> bool {
        self.0.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.0.size_hint()
    }
}

impl fmt::Debug for RequestBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RequestBody").finish_non_exhaustive()
    }
}

/// The API, with the filters and the pages that are served with it, as a service of tower: what layers are put around.
#[derive(Clone)]
pub struct ApiService(Arc<dyn Fn(Request<RequestBody>) -> Answer + Send + Sync>);

impl ApiService {
    pub(super) fn new<S, R, E>(service: S) -> Self
    where
        S: Service<Request<RequestBody>, Response = Response<R>, Error = E> + Clone + Send + Sync + 'static,
        S::Future: Send,
        E: Into<BoxError>,
        R: Body<Data = Bytes> + Send + 'static,
        R::Error: Into<BoxError>,
    {
        Self(Arc::new(move |request| {
            let mut service = service.clone();
            Box::pin(async move {
                poll_fn(|cx| service.poll_ready(cx)).await.map_err(Into::into)?;
                service.call(request).await.map(reply).map_err(Into::into)
            })
        }))
    }

    /// Puts a layer around it.
    #[cfg(feature = "cli")]
    pub(crate) fn layered<L, R, E>(self, layer: &L) -> Self
    where
        L: Layer<Self>,
        L::Service: Service<Request<RequestBody>, Response = Response<R>, Error = E> + Clone + Send + Sync + 'static,
        <L::Service as Service<Request<RequestBody>>>::Future: Send,
        E: Into<BoxError>,
        R: Body<Data = Bytes> + Send + 'static,
        R::Error: Into<BoxError>,
    {
        Self::new(layer.layer(self))
    }
}

impl<B> Service<Request<B>> for ApiService
where
    B: Body<Data = Bytes> + Send + Sync + 'static,
    B::Error: Into<BoxError>,
{
    type Response = WarpResponse;
    type Error = BoxError;
    type Future = Answer;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<B>) -> Answer {
        (self.0)(request.map(RequestBody::new))
    }
}

impl fmt::Debug for ApiService {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ApiService").finish_non_exhaustive()
    }
}

/// A value of another type, if it is the same type.
fn unchanged<T: 'static, U: 'static>(value: T) -> Result<U, T> {
    let mut value = Some(value);
    match (&mut value as &mut dyn Any)
        .downcast_mut::<Option<U>>()
        .and_then(Option::take)
    {
        Some(same) => Ok(same),
        None => Err(value.unwrap_or_else(|| unreachable!("it is taken only as the other type"))),
    }
}

/// A reply of a layer as one of the server. The body keeps its length; trailers are left out, which no reply of an API has.
fn reply<R>(response: Response<R>) -> WarpResponse
where
    R: Body<Data = Bytes> + Send + 'static,
    R::Error: Into<BoxError>,
{
    let response = match unchanged::<Response<R>, WarpResponse>(response) {
        Ok(response) => return response,
        Err(response) => response,
    };
    let (mut parts, body) = response.into_parts();
    if let Some(length) = body.size_hint().exact() {
        parts.headers.entry(CONTENT_LENGTH).or_insert_with(|| length.into());
    }
    let frames = stream::unfold(Box::pin(body), |mut body| async move {
        let frame = body.frame().await?;
        Some((frame.map(Frame::into_data).map_err(Into::into), body))
    });
    let chunks = frames.filter_map(|frame: Result<_, BoxError>| {
        std::future::ready(match frame {
            Ok(Ok(data)) => Some(Ok::<Bytes, BoxError>(data)),
            Ok(Err(_trailers)) => None,
            Err(error) => Some(Err(error)),
        })
    });
    let body = warp::reply::stream(SyncStream::new(chunks)).into_response().into_body();
    Response::from_parts(parts, body)
}

/// The service of a server: a filter, or the layers around it.
#[derive(Clone)]
pub(super) enum Endpoint<S> {
    Filter(S),
    Layers(ApiService),
}

impl<S> Endpoint<S>
where
    S: Service<Request<RequestBody>, Response = WarpResponse, Error = Infallible> + Clone + Send + Sync + 'static,
    S::Future: Send,
{
    /// Puts layers around a filter, the first one innermost. They see errors in the form that is declared.
    pub(super) fn new(
        filter: S,
        layers: impl IntoIterator<Item = impl FnOnce(ApiService) -> ApiService>,
        errors: &'static Errors,
    ) -> Self {
        let mut layers = layers.into_iter();
        let Some(first) = layers.next() else {
            return Self::Filter(filter);
        };
        let innermost = ApiService(Arc::new(move |request| {
            let mut filter = filter.clone();
            Box::pin(async move {
                let id = RequestId::of(request.headers());
                let mut response = filter.call(request).await?;
                declared(&mut response, errors, &id);
                Ok(response)
            })
        }));
        Self::Layers(layers.fold(first(innermost), |service, layer| layer(service)))
    }
}

impl<S> Endpoint<S> {
    /// Answers a request. A layer that fails is a 500.
    pub(super) async fn call<B>(&mut self, request: Request<B>, settings: &Settings, id: &RequestId) -> WarpResponse
    where
        S: Service<Request<B>, Response = WarpResponse, Error = Infallible>,
        B: Body<Data = Bytes> + Send + Sync + 'static,
        B::Error: Into<BoxError>,
    {
        let failed = match self {
            Self::Filter(filter) => match filter.call(request).await {
                Ok(response) => return response,
                Err(never) => match never {},
            },
            Self::Layers(service) => match service.call(request).await {
                Ok(response) => return response,
                Err(failed) => failed,
            },
        };
        Problem::of(Error::Internal(failed), settings, id).into_response()
    }
}
