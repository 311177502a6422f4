# The registry of images. An account has one for all environments, and one identity provider; the environment that owns the
# account's shared things makes them, the other finds them.

data "aws_caller_identity" "current" {}
data "aws_region" "current" {}

locals {
  account_id = data.aws_caller_identity.current.account_id
  region     = data.aws_region.current.name
  repository = "planitai-kpi"

  repository_arn = "arn:aws:ecr:${local.region}:${local.account_id}:repository/${local.repository}"
  repository_url = "${local.account_id}.dkr.ecr.${local.region}.amazonaws.com/${local.repository}"
}

resource "aws_ecr_repository" "this" {
  count = var.owns_account ? 1 : 0

  name                 = local.repository
  image_tag_mutability = "IMMUTABLE"

  encryption_configuration {
    encryption_type = "KMS"
    kms_key         = var.kms_key_arn
  }

  image_scanning_configuration {
    scan_on_push = true
  }
}

resource "aws_ecr_lifecycle_policy" "this" {
  count = var.owns_account ? 1 : 0

  repository = aws_ecr_repository.this[0].name

  policy = jsonencode({
    rules = [
      {
        rulePriority = 1
        description  = "Layers of pushes that were not finished"
        selection    = { tagStatus = "untagged", countType = "sinceImagePushed", countUnit = "days", countNumber = 14 }
        action       = { type = "expire" }
      },
      {
        rulePriority = 2
        description  = "The last 500 commits, far more than anything that runs or is rolled back to"
        selection    = { tagStatus = "any", countType = "imageCountMoreThan", countNumber = 500 }
        action       = { type = "expire" }
      },
    ]
  })
}
