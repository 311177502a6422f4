# Where the service and its migrations write. They stand here, because metrics and alarms are made from their lines.

locals {
  metrics_namespace = "PlanitaiKpi/${var.environment}"
}

resource "aws_cloudwatch_log_group" "this" {
  for_each = toset(["server", "migrate"])

  name              = "/planitai-kpi/${var.environment}/${each.key}"
  retention_in_days = var.log_retention_days
  kms_key_id        = var.kms_key_arn
}
