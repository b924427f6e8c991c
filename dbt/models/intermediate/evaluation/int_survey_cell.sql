-- all that estimates and their errors need to know of who was asked: respondents of one cluster
-- and of one category of each margin are alike to them
with

final as (

    select
        wave_id,
        cell,
        min(stratum) as stratum,
        min(cluster_code) as cluster_code,
        min(area_code) as area_code,
        min(counted_area_code) as counted_area_code,
        min(mode) as mode,
        min(age_band) as age_band,
        min(sex) as sex,
        min(fielded_to) as fielded_to,
        sum(base_weight) as weight
    from {{ ref('int_survey_respondent') }}
    group by wave_id, cell

)

select * from final
