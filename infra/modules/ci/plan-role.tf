# What a plan needs: the state, and what things are like. It gets no value from Secrets Manager, no file and no log, since code
# of a pull request runs with it. A refresh of a secret's version would read the value; so pull requests plan with
# -refresh=false, and the look for drift leaves the module `secrets` out (-target for every other one). One value it does see:
# that of CloudFront's header to the load balancer, which stands in the state, in the distribution and in the firewall.

locals {
  # A refresh asks for a bucket by HeadBucket, which is the right to list it: names of objects, not what is in them.
  refreshed_buckets = [for pair in setproduct(["staging", "production"], ["files", "access-logs"]) :
    "arn:aws:s3:::planitai-kpi-${pair[0]}-${pair[1]}-${local.account_id}"
  ]
}

resource "aws_iam_role_policy" "plan" {
  count = var.owns_account ? 1 : 0

  name = "plan"
  role = aws_iam_role.this["plan"].id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid      = "State"
        Effect   = "Allow"
        Action   = "s3:GetObject"
        Resource = "arn:aws:s3:::${var.state_bucket}/planitai-kpi/*"
      },
      {
        Sid       = "StateBucket"
        Effect    = "Allow"
        Action    = "s3:ListBucket"
        Resource  = "arn:aws:s3:::${var.state_bucket}"
        Condition = { StringLike = { "s3:prefix" = "planitai-kpi/*" } }
      },
      {
        Sid      = "BucketsExist"
        Effect   = "Allow"
        Action   = "s3:ListBucket"
        Resource = local.refreshed_buckets
      },
      {
        Sid    = "WhatThingsAreLike"
        Effect = "Allow"
        Action = [
          "acm:DescribeCertificate", "acm:ListTagsForCertificate",
          "application-autoscaling:DescribeScal*", "application-autoscaling:ListTagsForResource",
          "cloudfront:Get*", "cloudfront:List*",
          "cloudwatch:Describe*", "cloudwatch:GetDashboard", "cloudwatch:ListTagsForResource",
          "ec2:Describe*", "ec2:GetManagedPrefixListEntries",
          "ecr:DescribeRepositories", "ecr:GetLifecyclePolicy", "ecr:ListTagsForResource",
          "ecs:Describe*", "ecs:ListTagsForResource",
          "elasticache:Describe*", "elasticache:ListTagsForResource",
          "elasticloadbalancing:Describe*",
          "events:DescribeRule", "events:ListTagsForResource", "events:ListTargetsByRule",
          "iam:GetOpenIDConnectProvider", "iam:GetRole", "iam:GetRolePolicy", "iam:ListAttachedRolePolicies", "iam:ListRolePolicies",
          "kms:DescribeKey", "kms:GetKeyPolicy", "kms:GetKeyRotationStatus", "kms:ListAliases", "kms:ListResourceTags",
          "logs:Describe*", "logs:ListTagsForResource",
          "rds:Describe*", "rds:ListTagsForResource",
          "route53:GetChange", "route53:GetHostedZone", "route53:ListResourceRecordSets",
          "s3:GetBucket*", "s3:GetEncryptionConfiguration", "s3:GetLifecycleConfiguration", "s3:GetAccelerateConfiguration",
          "s3:GetReplicationConfiguration",
          "secretsmanager:DescribeSecret", "secretsmanager:GetRandomPassword", "secretsmanager:GetResourcePolicy",
          "sns:GetSubscriptionAttributes", "sns:GetTopicAttributes", "sns:ListTagsForResource",
          "wafv2:Get*", "wafv2:ListTagsForResource",
        ]
        Resource = "*"
      },
    ]
  })
}
