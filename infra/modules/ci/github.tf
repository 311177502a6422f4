# GitHub proves who it is by a token that AWS checks; there is no key to steal. A role opens to one environment of one
# repository, so what protects the environment at GitHub (branches, reviewers) protects the role. Pushing and planning are
# the account's, a release is an environment's.

locals {
  github       = "token.actions.githubusercontent.com"
  provider_arn = "arn:aws:iam::${local.account_id}:oidc-provider/${local.github}"

  # Role → environment at GitHub, and how long a job may take.
  roles = merge(
    { deploy = { name = "${var.name}-deploy", github_environment = var.environment, seconds = 10800 } },
    var.owns_account ? {
      push = { name = "planitai-kpi-push", github_environment = "image", seconds = 3600 }
      plan = { name = "planitai-kpi-plan", github_environment = "plan", seconds = 3600 }
    } : {},
  )
}

resource "aws_iam_openid_connect_provider" "github" {
  count = var.owns_account ? 1 : 0

  url            = "https://${local.github}"
  client_id_list = ["sts.amazonaws.com"]
}

resource "aws_iam_role" "this" {
  for_each = local.roles

  name                 = each.value.name
  description          = "GitHub ${var.github_repository}, environment ${each.value.github_environment}"
  max_session_duration = each.value.seconds

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRoleWithWebIdentity"
      Principal = { Federated = local.provider_arn }
      Condition = { StringEquals = {
        "${local.github}:aud" = "sts.amazonaws.com"
        "${local.github}:sub" = "repo:${var.github_repository}:environment:${each.value.github_environment}"
      } }
    }]
  })

  depends_on = [aws_iam_openid_connect_provider.github]
}
