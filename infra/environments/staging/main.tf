# The system, from the outside in. This file is the same in every environment (a test compares them); what differs stands in
# shape.tf.
#
#   browser → edge (CloudFront, firewall, load balancer) → service (tasks) → database, cache, storage
#   secrets: the key for everything at rest, and the secrets · monitoring: logs, alarms, dashboard · ci: registry, GitHub's roles

locals {
  name = "planitai-kpi-${local.environment}"
}

module "network" {
  source = "../../modules/network"

  name                    = local.name
  availability_zones      = var.availability_zones
  single_nat_gateway      = local.shape.single_nat_gateway
  interface_endpoints     = local.shape.interface_endpoints
  flow_log_retention_days = local.shape.log_days
  kms_key_arn             = module.secrets.kms_key_arn
}

# Its key comes before everything else, its value of REDIS_URL after the cache.
module "secrets" {
  source = "../../modules/secrets"

  providers = {
    aws           = aws
    aws.us_east_1 = aws.us_east_1
  }

  name                      = local.name
  generate                  = var.generate_secrets
  cache_password_generation = var.cache_password_generation
  recovery_window_days      = local.shape.recovery_window_days
  cache                     = module.cache.connection
}

module "database" {
  source = "../../modules/database"

  name                      = local.name
  vpc_id                    = module.network.vpc_id
  subnet_ids                = module.network.private_subnet_ids
  client_security_group_id  = module.network.service_security_group_id
  kms_key_arn               = module.secrets.kms_key_arn
  instance_class            = local.shape.database.instance_class
  allocated_storage_gib     = local.shape.database.storage_gib
  max_allocated_storage_gib = local.shape.database.max_storage_gib
  max_connections           = local.shape.database.max_connections
  multi_az                  = local.shape.database.multi_az
  backup_retention_days     = local.shape.database.backup_days
  final_snapshot            = local.shape.keep_data
  deletion_protection       = local.shape.keep_data
  performance_insights      = local.shape.database.performance_insights
  log_retention_days        = local.shape.log_days
}

module "cache" {
  source = "../../modules/cache"

  name                     = local.name
  vpc_id                   = module.network.vpc_id
  subnet_ids               = module.network.private_subnet_ids
  client_security_group_id = module.network.service_security_group_id
  kms_key_arn              = module.secrets.kms_key_arn
  node_type                = local.shape.cache.node_type
  nodes                    = local.shape.cache.nodes
  snapshot_retention_days  = local.shape.cache.snapshot_days
}

module "storage" {
  source = "../../modules/storage"

  name              = local.name
  kms_key_arn       = module.secrets.kms_key_arn
  deleted_file_days = local.shape.deleted_file_days
  access_log_days   = local.shape.log_days
}

module "edge" {
  source = "../../modules/edge"

  providers = {
    aws           = aws
    aws.us_east_1 = aws.us_east_1
  }

  name                      = local.name
  domain_name               = var.domain_name
  zone_id                   = var.zone_id
  portal_domain             = var.portal_domain
  portal_zone_id            = var.portal_zone_id
  customer_hosts            = var.customer_hosts
  sni_certificate_quota     = var.sni_certificate_quota
  origin_secret_generations = var.origin_secret_generations
  vpc_id                    = module.network.vpc_id
  public_subnet_ids         = module.network.public_subnet_ids
  service_security_group_id = module.network.service_security_group_id
  access_logs_bucket        = module.storage.access_logs_bucket
  deletion_protection       = local.shape.keep_data
  firewall_log_days         = local.shape.log_days
  kms_key_arn               = module.secrets.kms_key_arn
  us_east_1_kms_key_arn     = module.secrets.us_east_1_kms_key_arn
}

module "monitoring" {
  source = "../../modules/monitoring"

  providers = {
    aws           = aws
    aws.us_east_1 = aws.us_east_1
  }

  name                      = local.name
  environment               = local.environment
  alarm_emails              = var.alarm_emails
  kms_key_arn               = module.secrets.kms_key_arn
  us_east_1_kms_key_arn     = module.secrets.us_east_1_kms_key_arn
  log_retention_days        = local.shape.log_days
  load_balancer_arn_suffix  = module.edge.load_balancer_arn_suffix
  target_group_arn_suffix   = module.edge.target_group_arn_suffix
  cache_node_ids            = module.cache.node_ids
  regional_certificate_arns = module.edge.regional_certificate_arns
  cdn_certificate_arn       = module.edge.cdn_certificate_arn
  sni_certificates          = module.edge.sni_certificates

  database = {
    identifier      = module.database.identifier
    max_connections = local.shape.database.max_connections
    storage_gib     = local.shape.database.storage_gib
  }
}

module "service" {
  source = "../../modules/service"

  name              = local.name
  environment       = local.environment
  image             = "${module.ci.repository_url}@${var.image_digest}"
  repository_arn    = module.ci.repository_arn
  cpu               = local.shape.task.cpu
  memory_mib        = local.shape.task.memory_mib
  desired_count     = local.shape.task.desired_count
  scaling           = local.shape.task.scaling
  capacity_provider = local.shape.task.capacity_provider

  subnet_ids               = module.network.private_subnet_ids
  security_group_id        = module.network.service_security_group_id
  target_group_arn         = module.edge.target_group_arn
  target_group_arn_suffix  = module.edge.target_group_arn_suffix
  load_balancer_arn_suffix = module.edge.load_balancer_arn_suffix

  server_log_group       = module.monitoring.server_log_group
  migrate_log_group      = module.monitoring.migrate_log_group
  deployment_alarm_names = module.monitoring.deployment_alarm_names

  kms_key_arn                       = module.secrets.kms_key_arn
  files_bucket                      = module.storage.files_bucket
  files_bucket_arn                  = module.storage.files_bucket_arn
  database_url                      = module.database.url
  database_administrator_secret_arn = module.database.administrator_secret_arn
  master_key_secret_arn             = module.secrets.master_key_secret_arn
  redis_url_secret_arn              = module.secrets.redis_url_secret_arn
  operator_email                    = var.operator_email
  operator_password_secret_arn      = module.secrets.operator_password_secret_arn
  trace_endpoint                    = var.trace_endpoint

  settings = {
    SIGNUP        = var.signup
    PORTAL_ORIGIN = "https://*.${var.portal_domain}"
  }
}

module "ci" {
  source = "../../modules/ci"

  name               = local.name
  environment        = local.environment
  owns_account       = var.owns_account
  github_repository  = var.github_repository
  kms_key_arn        = module.secrets.kms_key_arn
  passable_role_arns = module.service.passable_role_arns
  state_bucket       = var.state_bucket

  secret_arns = [
    module.secrets.master_key_secret_arn,
    module.secrets.redis_url_secret_arn,
    module.secrets.operator_password_secret_arn,
    module.database.administrator_secret_arn,
  ]
}
