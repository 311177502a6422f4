# The user of the service. ElastiCache takes passwords from Terraform only by way of the state, so the user is made without
# one: it starts in IAM mode, in which nobody holds a permission to log in, and `set-password` gives it the password of the
# secret. Until then the service counts its limits in each task.

resource "aws_elasticache_user" "service" {
  user_id       = var.name
  user_name     = var.name
  engine        = "valkey"
  access_string = "on ~* &* +@all -@admin -@dangerous +info"

  authentication_mode {
    type = "iam"
  }

  lifecycle {
    ignore_changes = [authentication_mode]
  }
}

resource "aws_elasticache_user_group" "this" {
  user_group_id = var.name
  engine        = "valkey"
  user_ids      = [aws_elasticache_user.service.user_id]
}
