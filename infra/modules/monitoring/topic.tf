# Where alarms and events of the database go. CloudFront's certificate is watched in us-east-1, and an alarm reaches topics of
# its own region only, so there are two. Each address confirms its subscription by mail.

data "aws_caller_identity" "current" {}

locals {
  account_id = data.aws_caller_identity.current.account_id

  publishers = {
    CloudWatch = "cloudwatch.amazonaws.com"
    Rds        = "events.rds.amazonaws.com"
  }
}

resource "aws_sns_topic" "alarms" {
  name              = "${var.name}-alarms"
  kms_master_key_id = var.kms_key_arn
}

resource "aws_sns_topic_policy" "alarms" {
  arn = aws_sns_topic.alarms.arn

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [for publisher, service in local.publishers : {
      Sid       = publisher
      Effect    = "Allow"
      Principal = { Service = service }
      Action    = "sns:Publish"
      Resource  = aws_sns_topic.alarms.arn
      Condition = { StringEquals = { "aws:SourceAccount" = local.account_id } }
    }]
  })
}

resource "aws_sns_topic_subscription" "alarms" {
  for_each = toset(var.alarm_emails)

  topic_arn = aws_sns_topic.alarms.arn
  protocol  = "email"
  endpoint  = each.key
}

resource "aws_sns_topic" "us_east_1" {
  provider = aws.us_east_1

  name              = "${var.name}-alarms"
  kms_master_key_id = var.us_east_1_kms_key_arn
}

resource "aws_sns_topic_policy" "us_east_1" {
  provider = aws.us_east_1

  arn = aws_sns_topic.us_east_1.arn

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "CloudWatch"
      Effect    = "Allow"
      Principal = { Service = local.publishers.CloudWatch }
      Action    = "sns:Publish"
      Resource  = aws_sns_topic.us_east_1.arn
      Condition = { StringEquals = { "aws:SourceAccount" = local.account_id } }
    }]
  })
}

resource "aws_sns_topic_subscription" "us_east_1" {
  for_each = toset(var.alarm_emails)
  provider = aws.us_east_1

  topic_arn = aws_sns_topic.us_east_1.arn
  protocol  = "email"
  endpoint  = each.key
}
