# What production is: for customers, so nothing of it depends on one zone, nothing is deleted by mistake, and it grows.

locals {
  environment = "production"

  shape = {
    single_nat_gateway   = false
    interface_endpoints  = true
    keep_data            = true
    recovery_window_days = 30
    deleted_file_days    = 30
    log_days             = 90

    task = {
      cpu               = 1024
      memory_mib        = 2048
      desired_count     = 2
      capacity_provider = "FARGATE"
      scaling           = { min = 2, max = 10, requests_per_minute = 6000 }
    }

    database = {
      instance_class       = "db.r6g.large"
      storage_gib          = 20
      max_storage_gib      = 100
      max_connections      = 1000
      multi_az             = true
      backup_days          = 7
      performance_insights = true
    }

    cache = {
      node_type     = "cache.t4g.small"
      nodes         = 2
      snapshot_days = 7
    }
  }
}
