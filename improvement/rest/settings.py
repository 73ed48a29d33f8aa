"""Settings of the libraries behind the interface for programs; nothing here comes from the environment."""

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "improvement.rest.authentication.BearerAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": [
        "rest_framework.permissions.IsAuthenticated",
        "improvement.rest.authentication.TokenScope",
    ],
    "DEFAULT_THROTTLE_CLASSES": ["improvement.rest.throttling.RateThrottle"],
    "DEFAULT_PARSER_CLASSES": ["improvement.rest.json.Parser"],
    "DEFAULT_RENDERER_CLASSES": ["improvement.rest.json.Renderer"],
    "DEFAULT_SCHEMA_CLASS": "improvement.rest.schema.Schema",
    "DEFAULT_METADATA_CLASS": None,
    "EXCEPTION_HANDLER": "improvement.rest.problems.handle",
    "URL_FORMAT_OVERRIDE": None,
    "FORMAT_SUFFIX_KWARG": None,
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Improvement service",
    "DESCRIPTION": "Items, decisions, actions and what became of them. The pages use the same verbs, "
    "filters and policy.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.1",
    "SERVE_PUBLIC": True,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_ADD_EXPLICIT_BLANK_NULL_CHOICE": False,
    "ENUM_NAME_OVERRIDES": {
        "FlagName": "backlog.models.FlagName.choices",
        "ItemKind": "backlog.models.Kind.choices",
        "ItemState": "backlog.models.State.choices",
        "Role": "teams.models.invitations.ROLES",
        "Whom": "backlog.models.Whom.choices",
        "RetrospectiveKind": "retrospectives.models.Kind.choices",
        "RetrospectiveState": "retrospectives.models.State.choices",
        "ReviewState": "reviews.models.State.choices",
    },
}
