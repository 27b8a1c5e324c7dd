//! Signing in with the accounts of another body: OpenID Connect, the authorisation code flow with PKCE.
//!
//! The other body says who somebody is; whether there is an account, and for which post, stays with the organisation
//! that invited the person. Nothing is kept of the tokens.

use std::{error::Error, fmt};

use jiff::{SignedDuration, Timestamp};
use manumit_app::account::Vouched;
use openidconnect::{
    AuthenticationFlow, AuthorizationCode, ClientId, ClientSecret, CsrfToken, EndpointMaybeSet, EndpointNotSet,
    EndpointSet, IssuerUrl, Nonce, OAuth2TokenResponse as _, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, Scope,
    TokenResponse as _,
    core::{CoreClient, CoreIdTokenClaims, CoreProviderMetadata, CoreResponseType, CoreUserInfoClaims},
    reqwest,
};
use serde::Deserialize;

/// How long somebody may take at the other body.
const HOLDS: SignedDuration = SignedDuration::from_mins(10);
/// How long the other body may take to answer us.
const ANSWERS_WITHIN: std::time::Duration = std::time::Duration::from_secs(10);

/// What an operator says of the other body: a file of TOML.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProviderSettings {
    /// Its name, for the button.
    pub name: String,
    /// Its issuer identifier, exactly: `https://sign-in.example.org`.
    pub issuer: String,
    /// What it calls this service.
    pub client_id: String,
    /// The address of this service, as browsers see it: `https://nrm.example.org`.
    pub our_address: String,
    /// If given, it must say that it used one of these methods (`amr`, RFC 8176), for example `mfa`.
    #[serde(default)]
    pub methods: Vec<String>,
}

/// The other body cannot be asked, or its answer does not hold.
#[derive(Debug, thiserror::Error)]
#[error("signing in with another body: {step}")]
pub struct ProviderError {
    step: &'static str,
    #[source]
    source: Option<Box<dyn Error + Send + Sync>>,
}

impl ProviderError {
    fn because<E: Error + Send + Sync + 'static>(step: &'static str) -> impl FnOnce(E) -> Self {
        move |source| Self { step, source: Some(Box::new(source)) }
    }

    fn plain(step: &'static str) -> Self {
        Self { step, source: None }
    }
}

type Client =
    CoreClient<EndpointSet, EndpointNotSet, EndpointNotSet, EndpointNotSet, EndpointMaybeSet, EndpointMaybeSet>;

/// Another body with which people sign in.
pub struct Provider {
    settings: ProviderSettings,
    issuer: IssuerUrl,
    return_to: RedirectUrl,
    secret: Option<ClientSecret>,
    http: reqwest::Client,
}

/// Shows no secret.
impl fmt::Debug for Provider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Provider").field("settings", &self.settings).finish_non_exhaustive()
    }
}

/// What is kept while somebody is at the other body.
pub(crate) struct Pending {
    nonce: Nonce,
    verifier: PkceCodeVerifier,
    pub(crate) until: Timestamp,
}

/// Somebody is sent to the other body.
pub(crate) struct Begun {
    /// Where to.
    pub(crate) address: String,
    /// By which the way back is known.
    pub(crate) state: String,
    pub(crate) pending: Pending,
}

impl Provider {
    /// The address that the other body leads back to.
    pub const RETURN: &'static str = "/sign-in/return";

    /// Another body, by what the operator says of it.
    ///
    /// # Errors
    /// [`ProviderError`] if an address is none.
    pub fn new(settings: ProviderSettings, secret: Option<String>) -> Result<Self, ProviderError> {
        let issuer = IssuerUrl::new(settings.issuer.clone()).map_err(ProviderError::because("reading `issuer`"))?;
        let return_to = format!("{}{}", settings.our_address.trim_end_matches('/'), Self::RETURN);
        let return_to = RedirectUrl::new(return_to).map_err(ProviderError::because("reading `our_address`"))?;
        // Whoever is asked for a document answers with it, and sends us nowhere else.
        let http = reqwest::ClientBuilder::new().redirect(reqwest::redirect::Policy::none()).timeout(ANSWERS_WITHIN);
        let http = http.build().map_err(ProviderError::because("making a client"))?;
        Ok(Self { issuer, return_to, secret: secret.map(ClientSecret::new), http, settings })
    }

    /// What people call it.
    pub fn name(&self) -> &str {
        &self.settings.name
    }

    /// Its description and keys, as they are now: they change, and people sign in seldom.
    async fn client(&self) -> Result<Client, ProviderError> {
        let metadata = CoreProviderMetadata::discover_async(self.issuer.clone(), &self.http).await;
        let metadata = metadata.map_err(ProviderError::because("reading the description of the other body"))?;
        let id = ClientId::new(self.settings.client_id.clone());
        Ok(CoreClient::from_provider_metadata(metadata, id, self.secret.clone())
            .set_redirect_uri(self.return_to.clone()))
    }

    pub(crate) async fn begin(&self, at: Timestamp) -> Result<Begun, ProviderError> {
        let client = self.client().await?;
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let flow = AuthenticationFlow::<CoreResponseType>::AuthorizationCode;
        let request = client.authorize_url(flow, CsrfToken::new_random, Nonce::new_random);
        let request = request.add_scope(Scope::new("email".to_owned())).set_pkce_challenge(challenge);
        let (address, state, nonce) = request.url();
        let pending = Pending { nonce, verifier, until: at + HOLDS };
        Ok(Begun { address: address.into(), state: state.into_secret(), pending })
    }

    /// Who the other body says it was. Its signature, its issuer, for whom it speaks, the nonce and the time all hold.
    pub(crate) async fn finish(&self, code: String, pending: Pending) -> Result<Vouched, ProviderError> {
        let client = self.client().await?;
        let request = client.exchange_code(AuthorizationCode::new(code));
        let request = request.map_err(ProviderError::because("finding where codes are exchanged"))?;
        let tokens = request.set_pkce_verifier(pending.verifier).request_async(&self.http).await;
        let tokens = tokens.map_err(ProviderError::because("exchanging the code"))?;
        let identity = tokens.id_token().ok_or_else(|| ProviderError::plain("there is no identity token"))?;
        let claims = identity.claims(&client.id_token_verifier(), &pending.nonce);
        let claims = claims.map_err(ProviderError::because("checking the identity token"))?;
        self.check_methods(claims)?;
        let (email, verified) = match (claims.email(), claims.email_verified()) {
            (Some(email), verified) => (email.to_string(), verified),
            (None, _) => {
                let request = client.user_info(tokens.access_token().clone(), Some(claims.subject().clone()));
                let request = request.map_err(ProviderError::because("finding who knows the email address"))?;
                let told: Result<CoreUserInfoClaims, _> = request.request_async(&self.http).await;
                let told = told.map_err(ProviderError::because("asking for the email address"))?;
                let email = told.email().ok_or_else(|| ProviderError::plain("it tells no email address"))?;
                (email.to_string(), told.email_verified())
            }
        };
        if verified != Some(true) {
            return Err(ProviderError::plain("it does not say that it verified the email address"));
        }
        Ok(Vouched { issuer: self.settings.issuer.clone(), subject: claims.subject().to_string(), email })
    }

    fn check_methods(&self, claims: &CoreIdTokenClaims) -> Result<(), ProviderError> {
        let used = claims.auth_method_refs().map(Vec::as_slice).unwrap_or_default();
        let fits = |method: &String| used.iter().any(|one| one.as_str() == method);
        if self.settings.methods.is_empty() || self.settings.methods.iter().any(fits) {
            return Ok(());
        }
        Err(ProviderError::plain("it did not use any of the methods that are asked for"))
    }
}
