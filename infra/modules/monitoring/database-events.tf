# What RDS says itself: failures and failovers go to the topic at once. A backup that does not happen says nothing, so the ends
# of backups are written down and their absence sets off an alarm.

resource "aws_db_event_subscription" "this" {
  name             = var.name
  sns_topic        = aws_sns_topic.alarms.arn
  source_type      = "db-instance"
  source_ids       = [var.database.identifier]
  event_categories = ["deletion", "failover", "failure", "low storage", "recovery"]

  depends_on = [aws_sns_topic_policy.alarms]
}

resource "aws_cloudwatch_event_rule" "backup_ended" {
  name        = "${var.name}-backup-ended"
  description = "A backup of the database has ended"

  event_pattern = jsonencode({
    source        = ["aws.rds"]
    "detail-type" = ["RDS DB Instance Event"]
    detail = {
      SourceIdentifier = [var.database.identifier]
      EventID          = ["RDS-EVENT-0002"] # Finished DB instance backup
    }
  })
}

resource "aws_cloudwatch_event_target" "backup_ended" {
  rule = aws_cloudwatch_event_rule.backup_ended.name
  arn  = aws_cloudwatch_log_group.backups.arn

  depends_on = [aws_cloudwatch_log_resource_policy.events]
}

resource "aws_cloudwatch_log_group" "backups" {
  name              = "/planitai-kpi/${var.environment}/backups"
  retention_in_days = var.log_retention_days
  kms_key_id        = var.kms_key_arn
}

resource "aws_cloudwatch_log_resource_policy" "events" {
  policy_name = "${var.name}-backups"

  policy_document = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = ["events.amazonaws.com", "delivery.logs.amazonaws.com"] }
      Action    = ["logs:CreateLogStream", "logs:PutLogEvents"]
      Resource  = "${aws_cloudwatch_log_group.backups.arn}:*"
      Condition = { StringEquals = { "aws:SourceAccount" = local.account_id } }
    }]
  })
}
